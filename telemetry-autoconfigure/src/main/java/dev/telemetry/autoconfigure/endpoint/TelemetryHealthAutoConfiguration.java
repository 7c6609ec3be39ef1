package dev.telemetry.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.FailureMode;
import dev.telemetry.autoconfigure.TelemetryProperties;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ExporterHealth;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of the export.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration",
		"dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration" })
@ConditionalOnClass({ HealthIndicator.class, SdkTracerProvider.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnEnabledHealthIndicator("telemetry")
public final class TelemetryHealthAutoConfiguration {

	TelemetryHealthAutoConfiguration() {
	}

	// The condition is here and not on the class, where it would load the pipelines while
	// telemetry is off.
	@Bean
	@ConditionalOnBean(SpanPipelines.class)
	@ConditionalOnMissingBean(name = { "telemetryHealthIndicator", "telemetryHealthContributor" })
	ExportHealthIndicator telemetryHealthContributor(SpanPipelines spans, ObjectProvider<LogPipelines<?>> logs,
			TelemetryProperties properties) {
		return new ExportHealthIndicator(() -> {
			List<ExporterHealth> all = new ArrayList<>(spans.health());
			logs.forEach((pipelines) -> all.addAll(pipelines.health()));
			return all;
		}, properties.getFailureMode() == FailureMode.PROPAGATE);
	}

}
