package dev.telemetry.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/**
 * Matches when telemetry reports metrics, and spans are not reported or are reported by
 * another library.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnTelemetry(TelemetrySignal.METRICS)
@Conditional(ConditionalOnMeasuringOnly.OnNoTraces.class)
public @interface ConditionalOnMeasuringOnly {

	/**
	 * Condition for telemetry without spans.
	 */
	final class OnNoTraces extends NoneNestedConditions {

		OnNoTraces() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnTelemetry(TelemetrySignal.TRACES)
		static final class Traces {

		}

	}

}
