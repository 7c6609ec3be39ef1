package dev.telemetry.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches when {@code telemetry.enabled} is {@code true} and {@code telemetry.backend}
 * includes all the given signals.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTelemetryCondition.class)
public @interface ConditionalOnTelemetry {

	/**
	 * The signals that have to be reported.
	 * @return the signals; none means that the switch alone decides
	 */
	TelemetrySignal[] value() default {};

}
