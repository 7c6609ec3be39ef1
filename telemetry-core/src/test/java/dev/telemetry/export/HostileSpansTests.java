package dev.telemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedRequest;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data that somebody would break an export with.
 */
@NoTelemetryLeaks
class HostileSpansTests {

	private static final int SERVER_LIMIT = 4 * 1024 * 1024;

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@ParameterizedTest
	@EnumSource
	void aSpanThatIsTooLargeIsLeftOutAndTheRestOfItsTraceArrives(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			String text = "x".repeat(6 * 1024 * 1024);
			List<ReadableSpan> trace = new ArrayList<>(TestTraces.trace("before", 3));
			trace.addAll(TestTraces.trace("large", 1, (span) -> span.setAttribute("text", text)));
			trace.addAll(TestTraces.trace("after", 3));
			path.send(trace);
			path.awaitTold(receiver);
			assertThat(path.dropped(LossReason.TOO_LARGE)).isEqualTo(1);
			assertThat(path.health().exported()).isEqualTo(6);
			assertThat(names(receiver)).containsExactlyInAnyOrder("before", "before", "before", "after", "after",
					"after");
			assertThat(ExportPath.dataLoss(receiver)).singleElement()
				.satisfies((span) -> assertThat(span.attributes()).containsEntry("telemetry.data_loss.too_large", 1L));
		}
	}

	@ParameterizedTest
	@EnumSource
	void textThatIsNoTextArrivesAsValidUtf8(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			ReceivedSpan span = arrived(receiver, path,
					(work) -> work.setAttribute("nul", "a\u0000b")
						.setAttribute("lone high", "a\uD83Db")
						.setAttribute("lone low", "a\uDE00b")
						.setAttribute("wrong order", "\uDE00\uD83D")
						.setAttribute("at the end", "a\uD83D")
						.setAttribute("pair", "\uD83D\uDE00")
						.addEvent("lone \uD83D"));
			assertThat(span.attributes()).containsEntry("nul", "a\u0000b")
				.containsEntry("lone high", "a?b")
				.containsEntry("lone low", "a?b")
				.containsEntry("wrong order", "??")
				.containsEntry("at the end", "a?")
				.containsEntry("pair", "\uD83D\uDE00");
			assertThat(span.events()).extracting(ReceivedSpan.Event::name).containsExactly("lone ?");
			assertThat(path.health().lost()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aSpanKeepsAsManyAttributesAsTheSdkAllows(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			ReceivedSpan span = arrived(receiver, path, (work) -> {
				for (int i = 0; i < 500; i++) {
					work.setAttribute("key " + i, i);
				}
			});
			assertThat(span.attributes()).hasSize(128).containsKeys("key 0", "key 127");
			assertThat(path.health().lost()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void muchTextIsSentInRequestsThatServersTake(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			Attributes text = Attributes.of(AttributeKey.stringKey("text"), "é".repeat(1_500));
			path.send(TestTraces.trace("talkative", 30, (work) -> {
				for (int i = 0; i < 100; i++) {
					work.addEvent("event", text);
				}
			}));
			path.awaitRest();
			assertThat(path.health().exported()).isEqualTo(30);
			assertThat(receiver.spans()).hasSize(30).allSatisfy((span) -> assertThat(span.events()).hasSize(100));
			assertThat(receiver.requests()).hasSizeGreaterThan(2)
				.allSatisfy((request) -> assertThat(textBytes(request)).isLessThan(SERVER_LIMIT));
		}
	}

	@ParameterizedTest
	@EnumSource
	void aValueThatIsNestedTooDeepHarmsOnlyItsSpan(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			path.send(TestTraces.trace("before", 1));
			path.send(TestTraces.trace("deep", 1, (work) -> work.setAttribute(AttributeKey.valueKey("deep"), deep())));
			path.send(TestTraces.trace("after", 1));
			path.awaitTold(receiver);
			assertThat(names(receiver)).containsExactlyInAnyOrder("before", "after");
			assertThat(path.dropped(LossReason.TOO_LARGE)).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aGapInAnArrayHarmsOnlyItsSpan(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			List<ReadableSpan> trace = new ArrayList<>(TestTraces.trace("before", 1));
			trace.addAll(TestTraces.trace("texts", 1,
					(work) -> work.setAttribute(AttributeKey.stringArrayKey("texts"), Arrays.asList("a", null, "b"))));
			trace.addAll(TestTraces.trace("longs", 1,
					(work) -> work.setAttribute(AttributeKey.longArrayKey("longs"), Arrays.asList(1L, null, 2L))));
			trace.addAll(TestTraces.trace("event", 1, (work) -> work.addEvent("e",
					Attributes.of(AttributeKey.doubleArrayKey("doubles"), Arrays.asList(null, 0.5)))));
			trace.addAll(TestTraces.trace("truths", 1,
					(work) -> work.setAttribute(AttributeKey.booleanArrayKey("truths"), Arrays.asList(true, null))));
			trace.addAll(TestTraces.trace("after", 1));
			path.send(trace);
			path.awaitTold(receiver);
			assertThat(names(receiver)).containsExactlyInAnyOrder("before", "texts", "after");
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aValueOfAnotherTypeThanItsKeyHarmsOnlyItsSpan(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol); ExportPath path = path(receiver, protocol)) {
			List<ReadableSpan> trace = new ArrayList<>(TestTraces.trace("before", 1));
			trace.addAll(TestTraces.trace("integers", 1,
					(work) -> put(work, AttributeKey.longArrayKey("longs"), List.of(1, 2))));
			trace.addAll(TestTraces.trace("integer", 1, (work) -> put(work, AttributeKey.longKey("long"), 1)));
			trace.addAll(TestTraces.trace("list", 1, (work) -> put(work, AttributeKey.stringKey("text"), List.of())));
			trace
				.addAll(TestTraces.trace("text", 1, (work) -> put(work, AttributeKey.stringArrayKey("texts"), "text")));
			trace.addAll(TestTraces.trace("event", 1,
					(work) -> work.addEvent("e", attributes(AttributeKey.doubleKey("double"), 1L))));
			trace.addAll(TestTraces.trace("after", 1));
			path.send(trace);
			path.awaitTold(receiver);
			assertThat(names(receiver)).containsExactlyInAnyOrder("before", "after");
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isEqualTo(5);
		}
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void put(Span span, AttributeKey key, Object value) {
		span.setAttribute(key, value);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Attributes attributes(AttributeKey key, Object value) {
		return Attributes.of(key, value);
	}

	private static Value<?> deep() {
		Value<?> value = Value.of("bottom");
		for (int i = 0; i < 200_000; i++) {
			value = Value.of(value);
		}
		return value;
	}

	private static ReceivedSpan arrived(OtlpReceiver receiver, ExportPath path, Consumer<Span> work) {
		path.send(TestTraces.trace("work", 1, work));
		path.send(TestTraces.trace("next", 1));
		receiver.awaitSpan((span) -> span.name().equals("next"));
		path.awaitRest();
		return receiver.awaitSpan((span) -> span.name().equals("work"));
	}

	private static int textBytes(ReceivedRequest request) {
		return request.spans().stream().mapToInt((span) -> span.events().size() * 3_000).sum();
	}

	private static List<String> names(OtlpReceiver receiver) {
		return ExportPath.work(receiver).stream().map(ReceivedSpan::name).toList();
	}

	private static ExportPath path(OtlpReceiver receiver, OtlpProtocol protocol) {
		return ExportPath.to(receiver.endpoint(), protocol, ExportPath.PATIENT, Duration.ofSeconds(20));
	}

}
