package dev.telemetry.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.property.PropertyNames;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionalOnSwitchedOnTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Switched.class);

	@Test
	void eachPropertyHasItsDefault() {
		this.runner.run((context) -> assertThat(context.getBeansOfType(String.class).values())
			.containsExactlyInAnyOrder("privacy on", "logs off"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "on", "yes", "1", " true " })
	void eachWordForTrueIsOn(String word) {
		this.runner
			.withPropertyValues(PropertyNames.PRIVACY_ENABLED + "=" + word, PropertyNames.LOGS_ENABLED + "=" + word)
			.run((context) -> assertThat(context.getBeansOfType(String.class).values())
				.containsExactlyInAnyOrder("privacy on", "logs on", "both on"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "False", "off", "no", "0" })
	void eachWordForFalseIsOff(String word) {
		this.runner
			.withPropertyValues(PropertyNames.PRIVACY_ENABLED + "=" + word, PropertyNames.LOGS_ENABLED + "=" + word)
			.run((context) -> assertThat(context.getBeansOfType(String.class).values())
				.containsExactlyInAnyOrder("privacy off", "logs off"));
	}

	@Test
	void anyOtherWordStopsTheStart() {
		this.runner.withPropertyValues(PropertyNames.PRIVACY_ENABLED + "=perhaps")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.hasStackTraceContaining(BindException.class.getName()));
	}

	@Test
	void noSwitchOfTelemetryIsReadByAConditionThatKnowsTwoWordsAlone() {
		Set<String> read = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter().importPath(Path.of("target", "classes"))) {
			type.getAnnotations().forEach((annotation) -> addNames(annotation, read));
			type.getMethods().forEach((method) -> method.getAnnotations().forEach((found) -> addNames(found, read)));
		}
		assertThat(read).isNotEmpty().noneMatch((name) -> name.startsWith("telemetry."));
	}

	private static void addNames(JavaAnnotation<?> annotation, Set<String> names) {
		if (annotation.getRawType().isEquivalentTo(ConditionalOnBooleanProperty.class)) {
			for (String attribute : List.of("value", "name")) {
				annotation.get(attribute).ifPresent((found) -> names.addAll(List.of((String[]) found)));
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Switched {

		@Bean
		@ConditionalOnSwitchedOn(PropertyNames.PRIVACY_ENABLED)
		String privacyOn() {
			return "privacy on";
		}

		@Bean
		@ConditionalOnSwitchedOff(PropertyNames.PRIVACY_ENABLED)
		String privacyOff() {
			return "privacy off";
		}

		@Bean
		@ConditionalOnSwitchedOn(PropertyNames.LOGS_ENABLED)
		String logsOn() {
			return "logs on";
		}

		@Bean
		@ConditionalOnSwitchedOff(PropertyNames.LOGS_ENABLED)
		String logsOff() {
			return "logs off";
		}

		@Bean
		@ConditionalOnSwitchedOn({ PropertyNames.PRIVACY_ENABLED, PropertyNames.LOGS_ENABLED })
		String bothOn() {
			return "both on";
		}

	}

}
