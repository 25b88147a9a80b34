/** Tests of the AMF readers and writers: golden bytes both ways, properties, and what hostile peers send. */
@NullMarked
package dev.headwater.rtmp.amf;

import org.jspecify.annotations.NullMarked;
