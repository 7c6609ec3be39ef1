package dev.telemetry.autoconfigure.property;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
	void aGroupIsNotTakenForAPropertyOfAnotherGroup() {
		KnownProperties properties = KnownProperties.load();
		assertThat(properties.find("telemetry.logs.sampling", false)).isNotNull();
		assertThat(properties.nearest("telemetry.sampling")).isNull();
	}

	@Test
	void theMetadataOfAnotherJarIsNotOurs(@TempDir Path jar) throws IOException {
		Path metadata = Files.createDirectories(jar.resolve("META-INF")).resolve("spring-configuration-metadata.json");
		Files.writeString(metadata,
				"{\"properties\": [{\"name\": \"other.enabled\", \"type\": \"java.lang.Boolean\"}]}");
		assertThat(KnownProperties.load(new Shaded(jar, true)).has("telemetry.enabled")).isTrue();
		assertThat(KnownProperties.load(new Shaded(jar, false)).isEmpty()).as("so that nothing is said").isTrue();
	}

	@Test
	void elementsOfListsHaveTypesThatCanBeLookedAt() {
		assertThat(KnownProperties.elementTypes()).isNotEmpty()
			.allSatisfy((type) -> assertThat(type.getName()).startsWith("dev.telemetry."));
	}

	/**
	 * As with a jar that was made of several.
	 */
	private static final class Shaded extends ClassLoader {

		private final Path jar;

		private final boolean others;

		Shaded(Path jar, boolean others) {
			super(KnownProperties.class.getClassLoader());
			this.jar = jar;
			this.others = others;
		}

		@Override
		public URL getResource(String name) {
			try {
				return this.jar.resolve(name).toUri().toURL();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			return (this.others) ? super.getResources(name)
					: Collections.enumeration(List.of(Objects.requireNonNull(getResource(name))));
		}

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
