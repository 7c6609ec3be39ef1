package dev.telemetry.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails each test of a class, or one test, that leaves MDC entries, an OpenTelemetry
 * context or telemetry threads behind.
 *
 * @since 0.1.0
 * @see TelemetryLeakCheck
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(TelemetryLeakCheck.class)
public @interface NoTelemetryLeaks {

}
