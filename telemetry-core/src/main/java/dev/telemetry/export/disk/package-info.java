/**
 * Rolling files, and the spool that keeps spans on the disk while a backend is away. May
 * use {@code health}.
 */
@NullMarked
package dev.telemetry.export.disk;

import org.jspecify.annotations.NullMarked;
