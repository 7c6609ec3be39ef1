package dev.telemetry.sample.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reports that take their time.
 */
@RestController
final class ReportController {

	private static final Logger logger = LoggerFactory.getLogger(ReportController.class);

	private static final Duration MAX_DELAY = Duration.ofSeconds(10);

	private final JdbcClient jdbc;

	ReportController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@GetMapping("/reports/daily")
	DailyReport daily(@RequestParam(defaultValue = "${shop.report.delay:2500ms}") @DurationFormat(
			style = DurationFormat.Style.SIMPLE) Duration delay) throws InterruptedException {
		if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The delay must be from 0s to 10s");
		}
		// Stands in for a table that is too large for its indexes, which H2 would scan in
		// no time.
		Thread.sleep(delay.toMillis());
		DailyReport report = read();
		logger.info("Daily report read {} orders", report.orders());
		return report;
	}

	private DailyReport read() {
		return this.jdbc.sql("""
				select count(*) as orders, coalesce(sum(quantity * unit_price), 0) as revenue
				from shop_order where placed_at >= :since""")
			.param("since", Instant.now().minus(1, ChronoUnit.DAYS))
			.query(DailyReport.class)
			.single();
	}

}
