package dev.telemetry.sample.docs;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.telemetry.report.HttpPutReportStore;
import dev.telemetry.report.ReportStore;

/**
 * A store of the application's own, as the page shows it.
 */
class ReportStorage {

	ReportStore signed(UnaryOperator<String> sign) {
		return new HttpPutReportStore((directory, file) -> URI.create(sign.apply("jobs/" + directory + "/" + file)),
				Map.of(), Duration.ofSeconds(10));
	}

}
