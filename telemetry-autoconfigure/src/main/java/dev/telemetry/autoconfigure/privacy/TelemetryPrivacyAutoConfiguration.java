package dev.telemetry.autoconfigure.privacy;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOff;
import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.names.MeterNames;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.privacy.RedactionCounts;
import dev.telemetry.privacy.SecretDetector;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the redaction of exported
 * telemetry. On unless {@code telemetry.privacy.enabled} is {@code false}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SpanData.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@EnableConfigurationProperties(TelemetryPrivacyProperties.class)
public final class TelemetryPrivacyAutoConfiguration {

	private static final String ENABLED_PROPERTY = PropertyNames.PRIVACY_ENABLED;

	TelemetryPrivacyAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetryRedaction")
	@ConditionalOnSwitchedOn(ENABLED_PROPERTY)
	Redaction telemetryRedaction(TelemetryPrivacyProperties properties, PropertyRejections rejections,
			ObjectProvider<SecretDetector> detectors) {
		return new Redaction(new RedactionMapper(properties, rejections).settings(),
				detectors.orderedStream().toList());
	}

	@Bean
	@Order(22)
	@ConditionalOnSwitchedOff(ENABLED_PROPERTY)
	StartupDetail telemetryPrivacyStartupDetail(PropertyOrigins origins) {
		return StartupDetail.of("privacy", "off", origins.setBy(ENABLED_PROPERTY));
	}

	/**
	 * Meters of replaced secrets.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class RedactionMetersConfiguration {

		@Bean
		MeterBinder telemetryRedactionMeters(ObjectProvider<Redaction> redaction) {
			return (registry) -> {
				Redaction found = redaction.getIfAvailable();
				if (found != null) {
					bind(registry, found.counts());
				}
			};
		}

		private static void bind(MeterRegistry registry, RedactionCounts counts) {
			for (String kind : counts.kinds()) {
				FunctionCounter.builder(MeterNames.PRIVACY_REDACTIONS, counts, (all) -> all.redacted(kind))
					.tag(MeterNames.TAG_KIND, kind)
					.description("Secrets that were replaced in what is exported")
					.register(registry);
			}
			FunctionCounter.builder(MeterNames.PRIVACY_FAILURES, counts, RedactionCounts::failures)
				.description("Texts that were replaced as a whole because they could not be looked through")
				.register(registry);
		}

	}

}
