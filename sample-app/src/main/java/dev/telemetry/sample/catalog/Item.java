package dev.telemetry.sample.catalog;

/**
 * Something that the shop sells.
 *
 * @param name short unique name
 * @param description what it is
 * @param stock pieces on the shelf
 */
public record Item(String name, String description, int stock) {

}
