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
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class FrozenPropertiesTests {

	private static final Set<String> CONDITIONS = Set.of(ConditionalOnProperty.class.getName(),
			ConditionalOnBooleanProperty.class.getName(), ConditionalOnSwitchedOn.class.getName(),
			ConditionalOnSwitchedOff.class.getName());

	@Test
	void everyPropertyThatAConditionReadsIsKept() {
		Set<String> read = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter().importPath(Path.of("target", "classes"))) {
			type.getAnnotations().forEach((annotation) -> addNames(annotation, read));
			type.getMethods().forEach((method) -> method.getAnnotations().forEach((found) -> addNames(found, read)));
		}
		assertThat(read).hasSizeGreaterThan(10);
		assertThat(FrozenProperties.names()).containsAll(read);
	}

	private static void addNames(JavaAnnotation<?> annotation, Set<String> names) {
		if (CONDITIONS.contains(annotation.getRawType().getName())) {
			for (String attribute : List.of("value", "name")) {
				annotation.get(attribute)
					.ifPresent((found) -> names
						.addAll((found instanceof String[] several) ? List.of(several) : List.of((String) found)));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.job.scheduled, false, telemetry.job.scheduled (true; now false)",
			"telemetry.job.scheduled, off, telemetry.job.scheduled (true; now false)",
			"telemetry.viewer.enabled, true, telemetry.viewer.enabled (false; now true)",
			"telemetry.backend, otel, telemetry.backend (hybrid; now otel)",
			"telemetry.otel.exporter, none, telemetry.otel.exporter (otlp; now none)",
			"telemetry.job.heartbeat, 1m, telemetry.job.heartbeat (not set; now set)",
			"telemetry.budget.spans-per-minute, 100, telemetry.budget (not set; now set)" })
	void whatDiffersIsNamedWithBothValues(String name, String value, String difference) {
		assertThat(frozen().differences(frozen(name, value))).isEqualTo(difference);
	}

	@Test
	void aDefaultIsNoDifferenceWhoeverSetsIt() {
		assertThat(frozen().differences(frozen("telemetry.job.enabled", "true"))).isNull();
		assertThat(frozen().differences(frozen("telemetry.job.enabled", "on"))).isNull();
		assertThat(frozen().differences(frozen("telemetry.otel.exporter", "console"))).isNull();
	}

	@Test
	void tracesCanBeLeftOutLater() {
		assertThat(frozen().differences(frozen("telemetry.backend", "prom"))).isNull();
		assertThat(frozen("telemetry.backend", "prom").differences(frozen())).contains("prom; now hybrid");
	}

	@Test
	void generatedCodeRestoresThem() {
		FrozenProperties properties = frozen("telemetry.logs.enabled", "true");
		FrozenProperties restored = FrozenProperties.of(properties.toList().toArray(String[]::new));
		assertThat(restored.differences(properties)).isNull();
		assertThat(restored.differences(frozen())).isEqualTo("telemetry.logs.enabled (true; now false)");
	}

	private static FrozenProperties frozen(String... property) {
		MockEnvironment environment = new MockEnvironment();
		if (property.length > 0) {
			environment.setProperty(property[0], property[1]);
		}
		environment.merge(new StandardEnvironment());
		return FrozenProperties.read(environment);
	}

}
