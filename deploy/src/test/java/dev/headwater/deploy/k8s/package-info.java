/** The manifests of k8s/, rendered as an operator renders them, and read as strictly as a cluster would. */
@NullMarked
package dev.headwater.deploy.k8s;

import org.jspecify.annotations.NullMarked;
