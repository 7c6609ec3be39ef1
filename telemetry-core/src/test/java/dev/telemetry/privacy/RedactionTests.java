package dev.telemetry.privacy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.UnexportedSpans;
import dev.telemetry.privacy.RedactedSpan.Parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedactionTests {

	private static final String SECRET = "jdbc:postgresql://app:s3cr3tPW@db/shop";

	private static final byte[] KEY_OF_ONES = "1".repeat(32).getBytes(StandardCharsets.UTF_8);

	private final Redaction redaction = with(Replacement.mask());

	private static Redaction with(Replacement replacement, SecretDetector... detectors) {
		return new Redaction(new RedactionSettings(SecretKind.defaults(), List.of("tenant ref"), List.of("shop.token*"),
				replacement, 1_000, true), List.of(detectors));
	}

	private static SpanData span(Attributes attributes) {
		return span(new Parts("GET /items/{id}", StatusData.unset(), attributes,
				List.of(EventData.create(1, "sent", Attributes.empty())), List.of(), Resource.empty(),
				InstrumentationScopeInfo.empty()));
	}

	private static SpanData span(Parts parts) {
		try (SdkTracerProvider provider = UnexportedSpans.provider().build()) {
			ReadableSpan span = (ReadableSpan) provider.get("test").spanBuilder("a").startSpan();
			return new RedactedSpan(span.toSpanData(), parts);
		}
	}

	private static LogRecordData log(String logger, String body, Attributes attributes) {
		AtomicReference<LogRecordData> emitted = new AtomicReference<>();
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.addLogRecordProcessor((context, log) -> emitted.set(log.toLogRecordData()))
			.build()) {
			provider.get(logger).logRecordBuilder().setBody(body).setAllAttributes(attributes).emit();
		}
		return emitted.get();
	}

	@Test
	void aSpanWithoutSecretsPassesAsTheSameObject() {
		SpanData span = span(Attributes.builder().put("author", "bob").put("count", 7).build());
		assertThat(this.redaction.apply(span)).isSameAs(span);
	}

	@Test
	void everyPartOfASpanIsLookedThrough() {
		Attributes attributes = Attributes.builder().put("note", SECRET).build();
		SpanData redacted = this.redaction
			.apply(span(new Parts("call " + SECRET, StatusData.create(StatusCode.ERROR, SECRET), attributes,
					List.of(EventData.create(1, SECRET, attributes)),
					List.of(LinkData.create(SpanContext.getInvalid(), attributes)), Resource.create(attributes),
					InstrumentationScopeInfo.builder("of " + SECRET)
						.setVersion(SECRET)
						.setAttributes(attributes)
						.build())));
		assertThat(redacted.getName()).isEqualTo("call jdbc:postgresql://[redacted:url]@db/shop");
		assertThat(redacted.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(List.of(redacted.getStatus(), redacted.getAttributes(), redacted.getEvents(), redacted.getLinks(),
				redacted.getResource(), redacted.getInstrumentationScopeInfo()))
			.allSatisfy((part) -> assertThat(part.toString()).contains("[redacted:url]").doesNotContain("s3cr3tPW"));
		assertThat(redacted.getInstrumentationScopeInfo().getName())
			.isEqualTo("of jdbc:postgresql://[redacted:url]@db/shop");
		assertThat(redacted.getInstrumentationScopeInfo().getVersion())
			.isEqualTo("jdbc:postgresql://[redacted:url]@db/shop");
	}

	@Test
	void everyPartOfALogRecordIsLookedThroughItsLoggerToo() {
		LogRecordData redacted = this.redaction
			.apply(log("of " + SECRET, "call " + SECRET, Attributes.builder().put("note", SECRET).build()));
		assertThat(List.of(redacted.getBodyValue(), redacted.getAttributes(), redacted.getInstrumentationScopeInfo()))
			.allSatisfy((part) -> assertThat(part.toString()).contains("[redacted:url]").doesNotContain("s3cr3tPW"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "db.password", "user_password", "authToken",
			"http.request.header.authorization", "http.request.header.set-cookie", "X-Api-Key", "client.secret",
			"JSESSIONID", "credentials", "userJWTToken", "tenantRef", "tenant_ref", "token.country", "counter_token",
			"secret_count", "token_count.token" })
	void aKeyThatNamesASecretHidesItsValue(String key) {
		Attributes redacted = this.redaction
			.apply(Attributes.builder().put(key, "x").put(AttributeKey.longKey(key + ".no"), 7L).build());
		assertThat(redacted.asMap().values()).containsOnly("[redacted:attribute-key]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "author", "authority", "gen_ai.usage.input_tokens", "gen_ai.token.type", "session.id",
			"mcp.session.id", "aws.secretsmanager.secret.arn", "llm.token_count.prompt", "promptTokenCount",
			"TOKEN_COUNT", "usage.token.count.2", "shop.token.name", "http.request.method", "http.route",
			"http.response.status_code", "url.path", "server.address", "user_agent.original", "error.type",
			"exception.type", "code.function.name", "thread.id", "db.query.text", "messaging.kafka.message.key",
			"queue.name", "job.type", "telemetry.sampling.reason", "compass", "monkey", "secretary.name", "tokenizer",
			"spring.security.authorization.decision", "spring.security.authorization.decision.details" })
	void aKeyThatOnlyLooksLikeItDoesNot(String key) {
		Attributes attributes = Attributes.builder().put(key, "x").build();
		assertThat(this.redaction.apply(attributes)).isSameAs(attributes);
	}

	@Test
	void aBooleanIsNoSecret() {
		Attributes attributes = Attributes.builder().put("token.valid", true).build();
		assertThat(this.redaction.apply(attributes)).isSameAs(attributes);
	}

	@Test
	void arraysAreLookedThroughElementByElement() {
		Attributes redacted = this.redaction.apply(Attributes.builder()
			.put("urls", "http://a/b", SECRET)
			.put(AttributeKey.longArrayKey("numbers"), 7L, 4111111111111111L)
			.build());
		assertThat(redacted.get(AttributeKey.stringArrayKey("urls"))).containsExactly("http://a/b",
				"jdbc:postgresql://[redacted:url]@db/shop");
		assertThat(redacted.get(AttributeKey.stringArrayKey("numbers"))).containsExactly("7", "[redacted:card]");
		assertThat(redacted.size()).isEqualTo(2);
	}

	@Test
	void anElementBehindAnOptionThatNamesASecretIsHidden() {
		Attributes redacted = this.redaction.apply(Attributes.builder()
			.put("process.command_args", "java", "--password", "hunter2", "--verbose", "x")
			.build());
		assertThat(redacted.get(AttributeKey.stringArrayKey("process.command_args"))).containsExactly("java",
				"--password", "[redacted:attribute-key]", "--verbose", "x");
	}

	@Test
	void anOptionMayHaveOneHyphenButIsNoSentence() {
		Attributes redacted = this.redaction.apply(Attributes.builder()
			.put("process.command_args", "keytool", "-storepass", "x", "-list")
			.put("list", "- reset the password", "y")
			.build());
		assertThat(redacted.get(AttributeKey.stringArrayKey("process.command_args"))).containsExactly("keytool",
				"-storepass", "[redacted:attribute-key]", "-list");
		assertThat(redacted.get(AttributeKey.stringArrayKey("list"))).containsExactly("- reset the password", "y");
	}

	@Test
	void aNumberThatIsACardIsReplacedAndOneThatIsATimeIsNot() {
		Attributes redacted = this.redaction.apply(Attributes.builder()
			.put("number", 4111111111111111L)
			.put("fraction", 4111111111111111d)
			.put("half", 0.5)
			.put("time", 1764408000000L)
			.build());
		assertThat(redacted.get(AttributeKey.stringKey("fraction"))).isEqualTo("[redacted:card]");
		assertThat(redacted.get(AttributeKey.doubleKey("half"))).isEqualTo(0.5);
		assertThat(redacted.get(AttributeKey.stringKey("number"))).isEqualTo("[redacted:card]");
		assertThat(redacted.get(AttributeKey.longKey("time"))).isEqualTo(1764408000000L);
	}

	@Test
	void structuredValuesAreLookedThroughAtEveryDepth() {
		Value<?> value = Value.of(KeyValue.of("user", Value.of("bob")), KeyValue.of("password", Value.of("x")),
				KeyValue.of("list", Value.of(Value.of(1), Value.of(SECRET), Value.of(SECRET.getBytes()))));
		Attributes redacted = this.redaction.apply(Attributes.of(AttributeKey.valueKey("data"), value));
		assertThat(redacted.get(AttributeKey.valueKey("data")).asString()).contains("bob", "[redacted:attribute-key]")
			.doesNotContain("s3cr3tPW");
	}

	@Test
	void whatIsNestedTooDeepIsReplaced() {
		Value<?> value = Value.of(SECRET);
		for (int i = 0; i < 5_000; i++) {
			value = Value.of(List.of(value));
		}
		Attributes redacted = this.redaction.apply(Attributes.of(AttributeKey.valueKey("deep"), value));
		assertThat(redacted.get(AttributeKey.valueKey("deep")).asString()).contains("[redacted:too-deep]");
		assertThat(this.redaction.counts().failures()).isOne();
	}

	@Test
	@Timeout(20)
	void whatIsHeldTooManyTimesIsReplaced() {
		Value<?> value = Value.of(SECRET);
		for (int i = 0; i < 31; i++) {
			value = Value.of(value, value);
		}
		Attributes redacted = this.redaction.apply(Attributes.of(AttributeKey.valueKey("wide"), value));
		assertThat(redacted.get(AttributeKey.valueKey("wide")).asString()).contains("[redacted:too-many]")
			.doesNotContain(SECRET);
	}

	@Test
	void aTextThatIsTooLongIsCut() {
		String text = "x ".repeat(600) + SECRET;
		assertThat(this.redaction.apply(text)).isEqualTo("x ".repeat(500));
	}

	@Test
	void aTextIsNotCutInTheMiddleOfASecret() {
		for (int i = 0; i < 16; i++) {
			String before = "x ".repeat(490) + "y".repeat(i + 3) + " ";
			assertThat(this.redaction.apply(before + "4111111111111111 " + "z ".repeat(100))).doesNotContain("4111");
		}
		assertThat(this.redaction.apply("x".repeat(999) + "\uD83D\uDE00")).isEqualTo("x".repeat(999));
	}

	@Test
	void droppingRemovesTheWholeAttribute() {
		SpanData redacted = with(Replacement.drop())
			.apply(span(Attributes.builder().put("password", "x").put("note", SECRET).put("ok", "fine").build()));
		assertThat(redacted.getAttributes().asMap()).hasSize(1);
		assertThat(with(Replacement.drop()).apply(SECRET)).isEqualTo("[redacted:text]");
	}

	@Test
	void equalSecretsHaveEqualKeyedHashesAndOthersDoNot() {
		Redaction hashing = with(Replacement.hmac("2026", new byte[32]));
		String one = hashing.apply("by a@b.org");
		assertThat(one).matches("by \\[hmac:2026:[0-9a-f]{32}]").isEqualTo(hashing.apply("by a@b.org"));
		assertThat(hashing.apply("by c@b.org")).isNotEqualTo(one);
		assertThat(with(Replacement.hmac("2026", KEY_OF_ONES)).apply("by a@b.org")).isNotEqualTo(one);
	}

	@Test
	void aShortKeyOrAnOddNameOfItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Replacement.hmac("k", new byte[31]));
		assertThatIllegalArgumentException().isThrownBy(() -> Replacement.hmac("K]", new byte[32]));
	}

	@Test
	void messagesOfExceptionsCanBeKeptInTheProcess() {
		Exception failure = new IllegalStateException("no order 17\nof bob", new RuntimeException("at the (shop)"));
		failure.addSuppressed(new IllegalArgumentException("private"));
		java.io.StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		Redaction silent = new Redaction(
				new RedactionSettings(SecretKind.defaults(), List.of(), List.of(), Replacement.mask(), 65_536, false),
				List.of());
		EventData exception = EventData.create(1, "exception",
				Attributes.builder()
					.put("exception.type", "java.lang.IllegalStateException")
					.put("exception.message", "no order 17")
					.put("exception.stacktrace", trace.toString())
					.build());
		SpanData redacted = silent
			.apply(span(new Parts("a", StatusData.create(StatusCode.ERROR, "no order 17"), Attributes.empty(),
					List.of(exception), List.of(), Resource.empty(), InstrumentationScopeInfo.empty())));
		Attributes event = redacted.getEvents().get(0).getAttributes();
		assertThat(event.get(AttributeKey.stringKey("exception.message"))).isNull();
		assertThat(event.get(AttributeKey.stringKey("exception.stacktrace")))
			.contains("java.lang.IllegalStateException\n", "Caused by: java.lang.RuntimeException\n",
					"Suppressed: java.lang.IllegalArgumentException\n", "\tat dev.telemetry.privacy.RedactionTests.")
			.doesNotContain("order", "bob", "shop", "private");
		assertThat(redacted.getStatus()).isEqualTo(StatusData.create(StatusCode.ERROR, ""));
	}

	@Test
	void aValueThatWasHiddenBecauseOfItsKeyIsNotHiddenAgain() {
		Redaction hashing = with(Replacement.hmac("2026", KEY_OF_ONES));
		Attributes once = hashing.apply(Attributes.builder()
			.put("db.password", "x")
			.put(AttributeKey.valueKey("login"), Value.of(KeyValue.of("password", Value.of("x"))))
			.put("args", "--password", "x")
			.build());
		assertThat(hashing.apply(once)).isSameAs(once);
		assertThat(once.get(AttributeKey.stringKey("db.password"))).isEqualTo(hashing.apply("password=x").substring(9));
		assertThat(hashing.counts().redacted(RedactionCounts.ATTRIBUTE_KEY)).isEqualTo(3);
	}

	@Test
	void anApplicationCanLookForMore() {
		SecretDetector customers = SecretDetector.of("customer", Pattern.compile("CN-\\d{4}"));
		Redaction redaction = with(Replacement.mask(), customers);
		assertThat(redaction.apply("CN-1234 and CN-5678, a@b.org"))
			.isEqualTo("[redacted:customer] and [redacted:customer], [redacted:email]");
		assertThat(redaction.counts().redacted("customer")).isEqualTo(2);
	}

	@Test
	void whatStandsInThePlaceOfASecretIsNoSecret() {
		SecretDetector tickets = SecretDetector.of("ticket", Pattern.compile("ticket-?\\d*|redacted|email"));
		Redaction masking = with(Replacement.mask(), tickets);
		assertThat(masking.apply("ticket-77 of a@b.org")).isEqualTo("[redacted:ticket] of [redacted:email]");
		assertThat(masking.apply("an email, redacted")).isEqualTo("an [redacted:ticket], [redacted:ticket]");
		SecretDetector numbers = SecretDetector.of("customer", Pattern.compile("\\d{3}"));
		Redaction hashing = with(Replacement.hmac("2026", KEY_OF_ONES), numbers);
		for (int number = 100; number < 200; number++) {
			assertThat(hashing.apply("customer " + number + " at 007"))
				.matches("customer \\[hmac:2026:[0-9a-f]{32}] at \\[hmac:2026:[0-9a-f]{32}]");
		}
		assertThat(masking.counts().failures() + hashing.counts().failures()).isZero();
	}

	@Test
	void anExpressionThatTakesMoreThanAReplacementHidesTheRest() {
		SecretDetector rest = SecretDetector.of("rest", Pattern.compile("(?s)(email\\]|to ).*"));
		assertThat(with(Replacement.mask(), rest).apply("a@b.org has a secret"))
			.isEqualTo("[redacted:email][redacted:rest]");
		assertThat(with(Replacement.mask(), rest).apply("it went to a@b.org")).isEqualTo("it went [redacted:rest]");
	}

	@Test
	void anExpressionThatMatchesNothingAsWellFindsWhatItMatches() {
		SecretDetector customers = SecretDetector.of("customer", Pattern.compile("(CN-\\d+)?"));
		Redaction redaction = with(Replacement.mask(), customers);
		assertThat(redaction.apply("customer CN-12345, CN-6"))
			.isEqualTo("customer [redacted:customer], [redacted:customer]");
	}

	@Test
	void aDetectorThatGoesBackwardLetsNothingThrough() {
		SecretDetector backward = new SecretDetector() {

			@Override
			public String kind() {
				return "backward";
			}

			@Override
			public TextRange find(CharSequence text, int from) {
				return new TextRange(0, 1);
			}

		};
		assertThat(with(Replacement.mask(), backward).apply("anything")).isEqualTo("[redacted:unreadable]");
	}

	@Test
	@Timeout(10)
	void aTraceOfFramesWithoutAnEndIsReadOnce() {
		String trace = "x\n" + "\tat a\n".repeat(300_000);
		assertThat(ExceptionTexts.withoutMessages(trace)).isEqualTo("x\n");
	}

	@Test
	void aDetectorThatFailsLetsNothingThrough() {
		SecretDetector failing = new SecretDetector() {

			@Override
			public String kind() {
				return "failing";
			}

			@Override
			public TextRange find(CharSequence text, int from) {
				throw new NoClassDefFoundError("gone");
			}

		};
		Redaction redaction = with(Replacement.mask(), failing);
		assertThat(redaction.apply("anything")).isEqualTo("[redacted:unreadable]");
		assertThat(redaction.counts().failures()).isOne();
	}

	@Test
	void anExpressionThatWouldGoOnForHoursIsEnded() {
		SecretDetector slow = SecretDetector.of("slow", Pattern.compile(".*.*.*.*.*.*.*.*b"));
		Redaction redaction = with(Replacement.mask(), slow);
		assertThat(redaction.apply("a".repeat(900))).isEqualTo("[redacted:unreadable]");
		assertThat(redaction.counts().failures()).isOne();
	}

	@Test
	void aPauseWhileADetectorLooksThroughATextDoesNotHideIt() {
		AtomicBoolean paused = new AtomicBoolean();
		SecretDetector customers = SecretDetector.of("customer", Pattern.compile("CN-\\d{4}"));
		SecretDetector pausing = new SecretDetector() {

			@Override
			public String kind() {
				return customers.kind();
			}

			@Override
			public TextRange find(CharSequence text, int from) {
				long until = System.nanoTime() + Duration.ofMillis(60).toNanos();
				while (!paused.get() && System.nanoTime() - until < 0) {
					LockSupport.parkNanos(until - System.nanoTime());
				}
				paused.set(true);
				return customers.find(text, from);
			}

		};
		Redaction redaction = with(Replacement.mask(), pausing);
		assertThat(redaction.apply("of CN-1234")).isEqualTo("of [redacted:customer]");
		assertThat(redaction.counts().failures()).isZero();
	}

	@Test
	void attributesThatCannotBeReadAreLeftOut() {
		Attributes failing = new Attributes() {

			@Override
			public <T> T get(AttributeKey<T> key) {
				throw new IllegalStateException();
			}

			@Override
			public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
				throw new IllegalStateException();
			}

			@Override
			public int size() {
				return 1;
			}

			@Override
			public boolean isEmpty() {
				return false;
			}

			@Override
			public Map<AttributeKey<?>, Object> asMap() {
				return Collections.emptyMap();
			}

			@Override
			public AttributesBuilder toBuilder() {
				throw new IllegalStateException();
			}

		};
		assertThat(this.redaction.apply(span(failing)).getAttributes().isEmpty()).isTrue();
		assertThat(this.redaction.counts().failures()).isOne();
	}

	@Test
	void aTextWithoutASecretCostsNoMemory() {
		com.sun.management.ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		List<String> texts = new ArrayList<>(Secrets.harmless());
		for (int i = 0; i < 2_000; i++) {
			texts.forEach(this.redaction::apply);
		}
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int k = 0; k < texts.size(); k++) {
			this.redaction.apply(texts.get(k));
		}
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(256);
	}

}
