package dev.telemetry.autoconfigure;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot ignores names that it cannot load, so a typo would silently change the
 * order.
 */
class AutoConfigurationOrderTests {

	@ParameterizedTest
	@MethodSource("names")
	void everyNameInAnOrderLoads(String name) {
		assertThat(ClassUtils.isPresent(name, null)).isTrue();
	}

	static Stream<String> names() {
		return Arrays.stream(AutoConfigurations.all())
			.map((type) -> type.getAnnotation(AutoConfiguration.class))
			.flatMap((order) -> Stream.of(order.beforeName(), order.afterName()).flatMap(Arrays::stream))
			// These peers are not on the class path of this module, where they would
			// start.
			.filter((name) -> !name.contains(".brave.") && !name.contains(".boot.batch."))
			.distinct();
	}

	@ParameterizedTest
	@MethodSource("leftOut")
	void everyAutoConfigurationThatIsLeftOutLoads(String name) {
		assertThat(ClassUtils.isPresent(name, null)).isTrue();
	}

	static Stream<String> leftOut() {
		return BootTracing.leftOutNames().stream();
	}

}
