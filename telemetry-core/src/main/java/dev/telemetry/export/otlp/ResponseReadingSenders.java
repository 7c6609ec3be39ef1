package dev.telemetry.export.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Loads senders for an exporter of OpenTelemetry, and wraps them so that their answers
 * are read.
 */
final class ResponseReadingSenders implements ComponentLoader {

	private final Supplier<@Nullable AnswerListener> attempts;

	ResponseReadingSenders(Supplier<@Nullable AnswerListener> attempts) {
		this.attempts = attempts;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Iterable<T> load(Class<T> type) {
		if (type == (Class<?>) HttpSenderProvider.class) {
			return (Iterable<T>) wrapped(HttpSenderProvider.class, this::http);
		}
		if (type == (Class<?>) GrpcSenderProvider.class) {
			return (Iterable<T>) wrapped(GrpcSenderProvider.class, this::grpc);
		}
		return found(type);
	}

	// The SDK sees only one provider, so this method chooses it as the SDK would.
	private static <T> List<T> wrapped(Class<T> type, Function<T, T> wrapper) {
		List<T> found = found(type);
		String wanted = System.getProperty(type.getName(), "");
		return found.stream()
			.filter((provider) -> found.size() == 1 || wanted.isEmpty() || provider.getClass().getName().equals(wanted))
			.limit(1)
			.map(wrapper)
			.toList();
	}

	private static <T> List<T> found(Class<T> type) {
		List<T> found = new ArrayList<>();
		ServiceLoader.load(type, type.getClassLoader()).forEach(found::add);
		return found;
	}

	private HttpSenderProvider http(HttpSenderProvider provider) {
		return (config) -> {
			boolean own = isOkHttp(provider) && config.getRetryPolicy() == null;
			HttpSender sender = (own) ? new OkHttpOtlpHttpSender(config, this::sent) : provider.createSender(config);
			return new ResponseReadingHttpSender(sender, this.attempts,
					new OtlpFailures(OtlpProtocol.HTTP, config.getEndpoint()));
		};
	}

	private GrpcSenderProvider grpc(GrpcSenderProvider provider) {
		return (config) -> {
			boolean own = isOkHttp(provider) && config.getRetryPolicy() == null;
			GrpcSender sender = (own) ? new OkHttpOtlpGrpcSender(config, this::sent) : provider.createSender(config);
			return new ResponseReadingGrpcSender(sender, this.attempts,
					new OtlpFailures(OtlpProtocol.GRPC, config.getEndpoint()));
		};
	}

	private void sent(long bytes) {
		AnswerListener attempt = this.attempts.get();
		if (attempt != null) {
			attempt.sent(bytes);
		}
	}

	// Any other sender was chosen by the application, as was one that repeats requests.
	private static boolean isOkHttp(Object provider) {
		return provider.getClass().getName().startsWith("io.opentelemetry.exporter.sender.okhttp.");
	}

}
