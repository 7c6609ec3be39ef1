package dev.telemetry.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportFilesTests {

	@Test
	void plainIdsAreTheNamesOfTheirDirectories() {
		assertThat(ReportFiles.directoryName("job-abc_1.2")).isEqualTo("job-abc_1.2");
		assertThat(ReportFiles.directoryName("x".repeat(128))).hasSize(128).doesNotContain("~");
	}

	@Test
	void allElseIsEncoded() {
		assertThat(ReportFiles.directoryName("a/b")).isEqualTo("a%2Fb");
		assertThat(ReportFiles.directoryName("a%2Fb")).isEqualTo("a%252Fb");
		assertThat(ReportFiles.directoryName("é")).isEqualTo("%C3%A9");
		assertThat(ReportFiles.directoryName(".")).isEqualTo("%2E");
		assertThat(ReportFiles.directoryName("..")).isEqualTo("%2E%2E");
	}

	@Test
	void differentIdsHaveDifferentNames() {
		List<String> ids = List.of("x".repeat(129), "x".repeat(130), "é".repeat(100), "é".repeat(101), ".", "%2E");
		Set<String> names = new HashSet<>();
		ids.forEach((id) -> names.add(ReportFiles.directoryName(id)));
		assertThat(names).hasSameSizeAs(ids).allMatch((name) -> name.length() <= 128);
	}

	@Test
	void onlyFilesOfReportsAreOwn() {
		assertThat(ReportFiles.isOwn("summary.json")).isTrue();
		assertThat(ReportFiles.isOwn("spans.jsonl.00f067aa0ba902b7.part")).isTrue();
		assertThat(ReportFiles.isOwn("result.json")).isFalse();
		assertThat(ReportFiles.isOwn("summary.json.bak")).isFalse();
	}

}
