package dev.telemetry.autoconfigure.viewer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ViewerPathTests {

	@ParameterizedTest
	@CsvSource({ "/actuator, traces, /actuator/traces/**", "/actuator, /spans, /actuator/spans/**",
			"/actuator, spans/, /actuator/spans/**", "/actuator, /spans//, /actuator/spans/**",
			"/manage, a/b, /manage/a/b/**", "'', /spans, /spans/**" })
	void isWhereSpringBootMapsTheEndpoint(String basePath, String rootPath, String pattern) {
		assertThat(ViewerPath.of(basePath, rootPath).pattern()).isEqualTo(pattern);
	}

}
