package dev.telemetry.export.otlp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads how long a backend asks not to be called. A value that is not a time above zero
 * is ignored, and a time is cut to an hour, because a backend may be wrong.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110,
 * Retry-After</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling">OTLP,
 * throttling</a>
 */
final class RetryDelay {

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

	private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

	private static final int STATUS_DETAILS = 3;

	private static final int ANY_TYPE = 1;

	private static final int ANY_VALUE = 2;

	private static final int RETRY_DELAY = 1;

	private static final int SECONDS_FIELD = 1;

	private static final int NANOS_FIELD = 2;

	private RetryDelay() {
	}

	/**
	 * Reads {@code Retry-After} of HTTP: seconds, or a date.
	 */
	static @Nullable Duration ofHeader(@Nullable String value, Instant now) {
		if (value == null) {
			return null;
		}
		String text = value.strip();
		if (SECONDS.matcher(text).matches()) {
			return bounded(Duration.ofSeconds(Long.parseLong(text)));
		}
		try {
			Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
			return bounded(Duration.between(now, date));
		}
		catch (DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

	/**
	 * Reads {@code RetryInfo} from {@code grpc-status-details-bin} of gRPC.
	 */
	static @Nullable Duration ofStatusDetails(@Nullable String value) {
		if (value == null) {
			return null;
		}
		try {
			return ofStatus(new ProtobufReader(Base64.getDecoder().decode(value)));
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return null;
		}
	}

	private static @Nullable Duration ofStatus(ProtobufReader status) {
		Duration delay = null;
		while (status.next()) {
			Duration found = (status.field() == STATUS_DETAILS && status.isMessage()) ? ofAny(status.message()) : null;
			delay = (found != null) ? found : delay;
		}
		return delay;
	}

	private static @Nullable Duration ofAny(ProtobufReader any) {
		String type = "";
		ProtobufReader value = null;
		while (any.next()) {
			if (any.field() == ANY_TYPE && any.isMessage()) {
				type = any.text();
			}
			else if (any.field() == ANY_VALUE && any.isMessage()) {
				value = any.message();
			}
		}
		return (RETRY_INFO.equals(type) && value != null) ? ofRetryInfo(value) : null;
	}

	private static @Nullable Duration ofRetryInfo(ProtobufReader info) {
		Duration delay = null;
		while (info.next()) {
			if (info.field() == RETRY_DELAY && info.isMessage()) {
				delay = bounded(ofDuration(info.message()));
			}
		}
		return delay;
	}

	private static Duration ofDuration(ProtobufReader duration) {
		long seconds = 0;
		long nanos = 0;
		while (duration.next()) {
			if (duration.field() == SECONDS_FIELD && duration.isNumber()) {
				seconds = duration.number();
			}
			else if (duration.field() == NANOS_FIELD && duration.isNumber()) {
				nanos = duration.number();
			}
		}
		return Duration.ofSeconds(seconds, nanos);
	}

	private static @Nullable Duration bounded(Duration delay) {
		if (delay.isNegative() || delay.isZero()) {
			return null;
		}
		return (delay.compareTo(LONGEST) > 0) ? LONGEST : delay;
	}

}
