package dev.telemetry.starter.slices;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each test slice of Spring Boot has what applications inject of telemetry. Looked up in
 * the jars of the slices, most of which need a database or so to start.
 */
class SliceImportsTests {

	private static final String FILTERS = "org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters";

	private static final MetadataReaderFactory CLASSES = new SimpleMetadataReaderFactory();

	static Stream<AnnotationMetadata> slices() throws IOException {
		List<AnnotationMetadata> slices = new ArrayList<>();
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:org/springframework/boot/**/test/autoconfigure/**/*Test.class")) {
			AnnotationMetadata candidate = CLASSES.getMetadataReader(resource).getAnnotationMetadata();
			if (candidate.getAnnotationTypes().contains(FILTERS)) {
				slices.add(candidate);
			}
		}
		return slices.stream();
	}

	@Test
	void thereAreAsManyAsSpringBootHas() throws IOException {
		assertThat(slices().map((slice) -> slice.getClassName().replaceAll(".*\\.", ""))).containsExactlyInAnyOrder(
				"DataCassandraTest", "DataCouchbaseTest", "DataElasticsearchTest", "DataJdbcTest", "DataJpaTest",
				"DataLdapTest", "DataMongoTest", "DataNeo4jTest", "DataR2dbcTest", "DataRedisTest", "GraphQlTest",
				"JdbcTest", "JooqTest", "JsonTest", "RestClientTest", "WebClientTest", "WebFluxTest", "WebMvcTest",
				"WebServiceClientTest", "WebServiceServerTest");
	}

	@ParameterizedTest
	@MethodSource("slices")
	void eachImportsWhatDoesNothing(AnnotationMetadata slice) {
		assertThat(slice.getAnnotations().stream().map((annotation) -> annotation.getType().getName()))
			.flatMap(SliceImportsTests::imports)
			.contains("dev.telemetry.autoconfigure.TelemetryNoopAutoConfiguration",
					"dev.telemetry.autoconfigure.client.TelemetryNoopClientAutoConfiguration");
	}

	private static List<String> imports(String annotation) throws IOException {
		List<String> imports = new ArrayList<>();
		ClassLoader classLoader = SliceImportsTests.class.getClassLoader();
		for (URL file : Collections.list(classLoader.getResources("META-INF/spring/" + annotation + ".imports"))) {
			imports.addAll(new String(file.openStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
		}
		return imports;
	}

}
