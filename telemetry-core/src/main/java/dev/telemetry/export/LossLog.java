package dev.telemetry.export;

import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.health.LossReason;

/**
 * Says that spans are lost, at once and then at most once a minute, and that all is well
 * again. Only for the exporting thread.
 */
final class LossLog {

	private static final Logger logger = LoggerFactory.getLogger(SpanPipelines.class);

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final String target;

	private boolean troubled;

	private boolean warned;

	private long lastNanos;

	private long saidTotal;

	LossLog(String target) {
		this.target = target;
	}

	/**
	 * Says what is lost, if there is something new and it is time.
	 * @param losses what the backend has not been told of
	 * @param failure what went wrong last, or {@code null}
	 */
	void lost(LossGap.Losses losses, @Nullable String failure, long nowNanos) {
		boolean tooSoon = this.warned && nowNanos - this.lastNanos < INTERVAL_NANOS;
		if (tooSoon || (this.troubled && losses.total() == this.saidTotal)) {
			return;
		}
		this.troubled = true;
		this.warned = true;
		this.lastNanos = nowNanos;
		this.saidTotal = losses.total();
		logger.warn(
				"Spans were lost on the way to {}: {}{}. The application is not affected; "
						+ "telemetry.spans.dropped counts them.",
				this.target, reasons(losses.spans()), (failure != null) ? "; last failure: " + failure : "");
	}

	/**
	 * Says that the backend has been told what it missed.
	 */
	void recovered(LossGap.Losses losses) {
		if (this.troubled) {
			logger.info("Spans reach {} again. Lost before: {}", this.target, reasons(losses.spans()));
		}
		this.troubled = false;
		this.saidTotal = 0;
	}

	private static String reasons(Map<LossReason, Long> losses) {
		StringJoiner reasons = new StringJoiner(", ");
		losses.forEach((reason, number) -> reasons.add(number + " " + reason.text().replace('_', ' ')));
		return reasons.toString();
	}

}
