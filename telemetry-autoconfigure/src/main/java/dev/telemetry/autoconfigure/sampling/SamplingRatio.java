package dev.telemetry.autoconfigure.sampling;

import java.util.Locale;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;
import dev.telemetry.autoconfigure.property.PropertyRejections;

/**
 * The share of the traces that is kept: from the property of telemetry, or else from
 * Spring Boot's properties or the standard variables, or else the default.
 *
 * @param value the share, from 0.0 to 1.0
 * @param setBy the origin of the value
 */
record SamplingRatio(double value, String setBy) {

	private static final String BOOT_SAMPLER = "management.opentelemetry.tracing.sampler";

	private static final String BOOT_PROBABILITY = "management.tracing.sampling.probability";

	static SamplingRatio of(double ratio, Environment environment, PropertyOrigins origins,
			PropertyRejections rejections) {
		Binder binder = Binder.get(environment);
		if (binder.bind(PropertyNames.RATIO, String.class).isBound()) {
			return checked(PropertyNames.RATIO, ratio, origins, rejections);
		}
		String sampler = binder.bind(BOOT_SAMPLER, String.class).orElse("").toLowerCase(Locale.ROOT);
		if (sampler.endsWith("on")) {
			return new SamplingRatio(1.0, origins.setBy(BOOT_SAMPLER));
		}
		if (sampler.endsWith("off")) {
			return new SamplingRatio(0.0, origins.setBy(BOOT_SAMPLER));
		}
		return binder.bind(BOOT_PROBABILITY, Double.class)
			.map((probability) -> checked(BOOT_PROBABILITY, probability, origins, rejections))
			.orElse(new SamplingRatio(ratio, PropertyOrigins.DEFAULT));
	}

	private static SamplingRatio checked(String property, double ratio, PropertyOrigins origins,
			PropertyRejections rejections) {
		return new SamplingRatio(rejections.ratio(property, ratio), origins.setBy(property));
	}

}
