package dev.telemetry.autoconfigure.property;

import java.net.URL;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownPropertiesTests {

	@Test
	void theMetadataIsFoundWhereThereAreNoClassFiles() {
		KnownProperties properties = KnownProperties.load(new NoClassFiles());
		assertThat(properties.isEmpty()).isFalse();
		assertThat(properties.nearest("telemetry.enable"))
			.isEqualTo(KnownProperties.load().nearest("telemetry.enable"));
	}

	@Test
	void elementsOfListsHaveTypesThatCanBeLookedAt() {
		assertThat(KnownProperties.elementTypes()).isNotEmpty()
			.allSatisfy((type) -> assertThat(type.getName()).startsWith("dev.telemetry."));
	}

	/**
	 * As in a native image.
	 */
	private static final class NoClassFiles extends ClassLoader {

		NoClassFiles() {
			super(KnownProperties.class.getClassLoader());
		}

		@Override
		public URL getResource(String name) {
			return (name.endsWith(".class")) ? null : super.getResource(name);
		}

	}

}
