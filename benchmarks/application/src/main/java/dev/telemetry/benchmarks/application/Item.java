package dev.telemetry.benchmarks.application;

/**
 * What the application serves.
 *
 * @param id its number
 * @param name its name
 * @param cents its price
 */
public record Item(long id, String name, long cents) {

}
