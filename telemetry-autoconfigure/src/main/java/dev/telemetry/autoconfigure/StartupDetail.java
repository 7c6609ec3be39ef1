package dev.telemetry.autoconfigure;

/**
 * A part of the line that says at start what is on. Each concern supplies its own as a
 * bean; they are written in the order of the beans.
 *
 * @param text what to say, such as {@code ratio=0.02}; must not hold a secret
 */
public record StartupDetail(String text) {

}
