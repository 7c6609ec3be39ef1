/**
 * Redaction of secrets and personal data.
 */
@NullMarked
package dev.telemetry.autoconfigure.privacy;

import org.jspecify.annotations.NullMarked;
