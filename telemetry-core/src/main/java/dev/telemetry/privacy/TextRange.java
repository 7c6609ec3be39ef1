package dev.telemetry.privacy;

/**
 * A part of a text.
 *
 * @param start index of its first character
 * @param end index behind its last character
 * @since 0.1.0
 */
public record TextRange(int start, int end) {
}
