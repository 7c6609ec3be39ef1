/**
 * What tests of Spring applications get by having this module on their class path. Needs
 * {@code spring-test}, which is optional.
 */
@NullMarked
package dev.telemetry.test.spring;

import org.jspecify.annotations.NullMarked;
