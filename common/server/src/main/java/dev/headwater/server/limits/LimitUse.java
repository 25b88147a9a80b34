package dev.headwater.server.limits;

import java.util.OptionalInt;

/**
 * What holds for an app, and how much of it is used.
 *
 * @param used in the whole cluster; where it holds for each stream, by the fullest. Empty where it holds for each address or publisher
 */
public record LimitUse(Limit limit, int most, OptionalInt used) {}
