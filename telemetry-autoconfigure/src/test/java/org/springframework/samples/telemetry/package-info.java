/**
 * An application that lives below a package of Spring, as its samples do.
 */
@NullMarked
package org.springframework.samples.telemetry;

import org.jspecify.annotations.NullMarked;
