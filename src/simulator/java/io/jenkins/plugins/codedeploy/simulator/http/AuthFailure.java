package io.jenkins.plugins.codedeploy.simulator.http;

/** Why a signature was not accepted; each protocol has its own words for it. */
public enum AuthFailure {
    /** Nothing is signed. */
    MISSING,
    /** What claims to be a signature cannot be read. */
    MALFORMED,
    UNKNOWN_KEY,
    /** The session token is missing or not the key's. */
    WRONG_TOKEN,
    EXPIRED_TOKEN,
    /** More than 15 minutes off. */
    SKEWED,
    /** A presigned request is over its time. */
    EXPIRED_REQUEST,
    UNSIGNED_HEADERS,
    MISMATCH
}
