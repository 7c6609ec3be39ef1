package dev.telemetry.report;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
		assertThat(ReportFiles.directoryName("a%2fb")).isEqualTo("a%252fb");
		assertThat(ReportFiles.directoryName("é")).isEqualTo("%C3%A9");
		assertThat(ReportFiles.directoryName(".")).isEqualTo("%2E");
		assertThat(ReportFiles.directoryName("..")).isEqualTo(".%2E");
	}

	@Test
	void differentIdsHaveDifferentNames() {
		List<String> ids = List.of("x".repeat(129), "x".repeat(130), "é".repeat(100), "é".repeat(101), ".", "%2E");
		Set<String> names = new HashSet<>();
		ids.forEach((id) -> names.add(ReportFiles.directoryName(id)));
		assertThat(names).hasSameSizeAs(ids).allMatch((name) -> name.length() <= 128);
	}

	@Test
	void namesThatOnlySomeSystemsTakeAreEncoded() {
		assertThat(ReportFiles.directoryName("a.")).isEqualTo("a%2E");
		assertThat(ReportFiles.directoryName("a..")).isEqualTo("a.%2E");
		assertThat(ReportFiles.directoryName("con")).isEqualTo("%63on");
		assertThat(ReportFiles.directoryName("lpt1.txt")).isEqualTo("%6Cpt1.txt");
		assertThat(ReportFiles.directoryName("NUL.x")).startsWith("%4EUL.x~");
		assertThat(ReportFiles.directoryName("console")).isEqualTo("console");
		assertThat(ReportFiles.directoryName("job-com1")).isEqualTo("job-com1");
	}

	@Test
	void idsThatDifferInCaseHaveDifferentNamesOnEachDisk() {
		Set<String> names = new HashSet<>();
		List<String> ids = List.of("job-a", "Job-A", "JOB-A", "job-A", "job%2Fa", "job/a", "job/A");
		ids.forEach((id) -> names.add(ReportFiles.directoryName(id).toLowerCase(Locale.ROOT)));
		assertThat(names).hasSameSizeAs(ids);
		assertThat(ReportFiles.directoryName("Job-A")).matches("Job-A~[0-9a-f]{16}");
	}

	@Test
	void idsThatAreNoTextHaveDifferentNames() {
		List<String> ids = List.of("job-?", "job-\uD800", "job-\uD801", "job-\uDC00", "job-\uFFFD");
		Set<String> names = new HashSet<>();
		ids.forEach((id) -> names.add(ReportFiles.directoryName(id)));
		assertThat(names).hasSameSizeAs(ids).allMatch((name) -> name.matches("[A-Za-z0-9._%~-]{1,128}"));
	}

	@Test
	void onlyFilesOfReportsAreOwn() {
		assertThat(ReportFiles.isOwn("summary.json")).isTrue();
		assertThat(ReportFiles.isOwn("spans.jsonl.00f067aa0ba902b7.part")).isTrue();
		assertThat(ReportFiles.isOwn("result.json")).isFalse();
		assertThat(ReportFiles.isOwn("summary.json.bak")).isFalse();
	}

}
