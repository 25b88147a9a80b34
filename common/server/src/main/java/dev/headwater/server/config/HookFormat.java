package dev.headwater.server.config;

/** In whose words a callback speaks. */
public enum HookFormat {
    /** Our own: versioned JSON. */
    NATIVE,
    /** Those of SRS's {@code http_hooks}. */
    SRS,
    /** Those of nginx-rtmp's {@code on_publish} and its like. */
    NGINX_RTMP
}
