package dev.telemetry.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Enables the auto-configurations of telemetry and what they build on, as
 * {@link EnableAutoConfiguration} does, and none of the others on the class path of these
 * tests. Most of the time of a start goes into those. For tests that start many
 * applications, or processes, and do not look at the others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(EnableTelemetry.Selector.class)
public @interface EnableTelemetry {

	/**
	 * What else is needed, as parts of package names: with {@code security}, also each
	 * auto-configuration that has such a package in its name.
	 */
	String[] with() default {};

	/**
	 * Finds all that Spring Boot finds, and leaves out what is not needed.
	 */
	class Selector extends AutoConfigurationImportSelector {

		private static final Pattern NEEDED = Pattern.compile("dev\\.telemetry\\..*|org\\.springframework\\.boot\\."
				+ "(autoconfigure|micrometer|opentelemetry|servlet|tomcat|webmvc|http\\.converter)\\..*");

		private static final Pattern NOT_NEEDED = Pattern
			.compile(".*\\.(actuate|admin|jmx|reactive)\\..*|.*\\.metrics\\.autoconfigure\\.export\\."
					+ "(?!prometheus|simple|otlp).*");

		@Override
		protected Class<?> getAnnotationClass() {
			return EnableTelemetry.class;
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				AnnotationAttributes attributes) {
			List<String> more = List.of(attributes.getStringArray("with"));
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> isNeeded(name) || more.stream().anyMatch((part) -> name.contains("." + part + ".")))
				.toList();
		}

		private static boolean isNeeded(String name) {
			return NEEDED.matcher(name).matches() && !NOT_NEEDED.matcher(name).matches();
		}

		@Override
		protected Set<String> getExclusions(AnnotationMetadata metadata, AnnotationAttributes attributes) {
			return Set.copyOf(getExcludeAutoConfigurationsProperty());
		}

		// What is to be excluded may have been left out already.
		@Override
		protected void handleInvalidExcludes(List<String> invalidExcludes) {
		}

	}

}
