package dev.telemetry.autoconfigure.endpoint;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says of job reports.
 */
class ReportsSectionTests {

	private final ReportCounts counts = new ReportCounts();

	private final ReportsSection section = new ReportsSection(this.counts, Path.of("reports"));

	@Test
	void nothingHasFailedYet() {
		this.counts.add(Outcome.WRITTEN);
		assertThat(this.section.read()).isEqualTo(new ReportsSection.State("reports", 1, 0, 0, 0, null));
	}

	@Test
	void theLastFailureIsSaid() {
		this.counts.addFailure(Outcome.FAILED, "the disk is full");
		this.counts.addFailure(Outcome.UPLOAD_FAILED, "PUT https://host/jobs was answered with 403");
		this.counts.add(Outcome.UPLOADED);
		assertThat(this.section.read())
			.extracting("written", "failed", "uploaded", "uploadFailed", "lastFailure.outcome", "lastFailure.reason")
			.containsExactly(0L, 1L, 1L, 1L, "upload_failed", "PUT https://host/jobs was answered with 403");
	}

}
