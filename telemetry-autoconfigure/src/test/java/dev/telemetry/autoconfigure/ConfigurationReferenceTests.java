package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of all properties is what the code says. To write it again:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private final ConfigurationReference reference;

	ConfigurationReferenceTests() throws IOException {
		this.reference = new ConfigurationReference(Files.readString(METADATA));
	}

	@Test
	void thePageIsUpToDate() throws IOException {
		String page = this.reference.page();
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE))
			.as("docs/configuration.md is stale: run mvn -pl telemetry-autoconfigure -am verify "
					+ "-Dtelemetry.docs.write=true")
			.isEqualTo(page);
	}

	@Test
	void everyPropertyIsOnThePage() {
		String page = this.reference.page();
		assertThat(this.reference.properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(page).contains("| `" + ConfigurationReference.name(property) + "` |"));
	}

	@Test
	void everyPropertyIsDescribedInASentence() {
		assertThat(this.reference.properties()).allSatisfy((property) -> {
			assertThat(ConfigurationReference.name(property)).startsWith("telemetry.");
			assertThat((String) property.get("description")).isNotBlank().endsWith(".");
		});
	}

	// The processor of annotations does not find those that are made of constants.
	@Test
	void everyDefaultIsOnThePage() {
		assertThat(this.reference.properties())
			.filteredOn((property) -> property.get("defaultValue") == null
					&& !((String) property.get("type")).startsWith("java.util.Map"))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(ObjectUtils.isEmpty(defaultOf(property)))
				.as(ConfigurationReference.name(property))
				.isTrue());
	}

	private static Object defaultOf(Map<String, Object> property) {
		Class<?> type = ClassUtils.resolveClassName((String) property.get("sourceType"), null);
		String name = ConfigurationPropertyName.of(ConfigurationReference.name(property))
			.getLastElement(ConfigurationPropertyName.Form.DASHED);
		return new BeanWrapperImpl(BeanUtils.instantiateClass(type)).getPropertyValue(camelCase(name));
	}

	private static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : name.split("-")) {
			camelCase.append((camelCase.isEmpty()) ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

}
