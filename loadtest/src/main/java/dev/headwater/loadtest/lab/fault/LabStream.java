package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;

/** A stream of the lab, from its encoder to its players. */
public record LabStream(String name, Encoder encoder, Viewers viewers) {}
