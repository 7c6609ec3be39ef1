package dev.telemetry.context;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The cases of the validation suite of W3C, and some more.
 */
class W3CTraceContextTests {

	private static final String LOWER_CASE = "abcdefghijklmnopqrstuvwxyz";

	// From space to tilde, without comma and equals sign.
	private static final String ALL_OF_A_VALUE = IntStream.rangeClosed(' ', '~')
		.filter((c) -> c != ',' && c != '=')
		.mapToObj(Character::toString)
		.collect(Collectors.joining());

	@Test
	void withoutHeadersThereIsNoCaller() {
		assertThat(new Caller().span().isValid()).isFalse();
	}

	@Test
	void theCallerIsWhatTheTraceParentNames() {
		SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT).span();
		assertThat(caller.getTraceId()).isEqualTo(Caller.TRACE_ID);
		assertThat(caller.getSpanId()).isEqualTo(Caller.SPAN_ID);
		assertThat(caller.isSampled()).isTrue();
		assertThat(caller.isRemote()).isTrue();
		assertThat(caller.getTraceState().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "traceparent", "TraceParent", "TrAcEpArEnT", "TRACEPARENT" })
	void theCaseOfATraceParentsNameDoesNotMatter(String name) {
		assertThat(new Caller().sends(name, Caller.TRACE_PARENT).span().isValid()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "trace-parent", "trace.parent" })
	void headersWithOtherNamesAreNoTraceParent(String name) {
		assertThat(new Caller().sends(name, Caller.TRACE_PARENT).span().isValid()).isFalse();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			another one     | 00-12345678901234567890123456789011-1234567890123456-01
			the same        | 00-12345678901234567890123456789012-1234567890123456-01
			an invalid one  | 00-00000000000000000000000000000000-1234567890123456-01
			an empty one    | ''
			""")
	void aRepeatedTraceParentRestartsTheTrace(String what, String second) {
		assertThat(new Caller().sends("traceparent", Caller.TRACE_PARENT, second).span().isValid()).isFalse();
		assertThat(new Caller().sends("traceparent", second, Caller.TRACE_PARENT).span().isValid()).isFalse();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					nothing                                | ''
					only a version                         | 00
					version 00 with a dot after it         | 00-12345678901234567890123456789012-1234567890123456-01.
					version 00 with a hyphen after it      | 00-12345678901234567890123456789012-1234567890123456-01-
					version 00 with more after it          | 00-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like
					version cc with more after a dot       | cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-be-like
					version cc with a third digit of flags | cc-12345678901234567890123456789012-1234567890123456-011
					version ff                             | ff-12345678901234567890123456789012-1234567890123456-01
					version ff with more after it          | ff-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like
					version starts with a dot              | .0-12345678901234567890123456789012-1234567890123456-01
					version ends with a dot                | 0.-12345678901234567890123456789012-1234567890123456-01
					version in upper case                  | CC-12345678901234567890123456789012-1234567890123456-01
					version of three digits                | 000-12345678901234567890123456789012-1234567890123456-01
					version of four digits                 | 0000-12345678901234567890123456789012-1234567890123456-01
					version of one digit                   | 0-12345678901234567890123456789012-1234567890123456-01
					trace id is zero                       | 00-00000000000000000000000000000000-1234567890123456-01
					trace id starts with a dot             | 00-.2345678901234567890123456789012-1234567890123456-01
					trace id ends with a dot               | 00-1234567890123456789012345678901.-1234567890123456-01
					trace id in upper case                 | 00-ABCDEF78901234567890123456789012-1234567890123456-01
					trace id is too long                   | 00-123456789012345678901234567890123-1234567890123456-01
					trace id is too short                  | 00-1234567890123456789012345678901-1234567890123456-01
					parent id is zero                      | 00-12345678901234567890123456789012-0000000000000000-01
					parent id starts with a dot            | 00-12345678901234567890123456789012-.234567890123456-01
					parent id ends with a dot              | 00-12345678901234567890123456789012-123456789012345.-01
					parent id in upper case                | 00-12345678901234567890123456789012-ABCDEF7890123456-01
					parent id is too long                  | 00-12345678901234567890123456789012-12345678901234567-01
					parent id is too short                 | 00-12345678901234567890123456789012-123456789012345-01
					flags start with a dot                 | 00-12345678901234567890123456789012-1234567890123456-.0
					flags end with a dot                   | 00-12345678901234567890123456789012-1234567890123456-0.
					flags in upper case                    | 00-12345678901234567890123456789012-1234567890123456-0A
					flags of three digits                  | 00-12345678901234567890123456789012-1234567890123456-001
					flags of one digit                     | 00-12345678901234567890123456789012-1234567890123456-1
					no hyphen after the version            | 00.12345678901234567890123456789012-1234567890123456-01
					no hyphen after the trace id           | 00-12345678901234567890123456789012.1234567890123456-01
					no hyphen after the parent id          | 00-12345678901234567890123456789012-1234567890123456.01
					two in one line                        | 00-12345678901234567890123456789012-1234567890123456-01,00-12345678901234567890123456789012-1234567890123456-01
					""")
	void aMalformedTraceParentRestartsTheTrace(String what, String value) {
		assertThat(new Caller().sends("traceparent", value).sends("tracestate", "foo=1").span())
			.isEqualTo(SpanContext.getInvalid());
	}

	@ParameterizedTest
	@ValueSource(strings = { "01-12345678901234567890123456789012-1234567890123456-01",
			"cc-12345678901234567890123456789012-1234567890123456-01",
			"cc-12345678901234567890123456789012-1234567890123456-01-",
			"cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
			"fe-12345678901234567890123456789012-1234567890123456-01" })
	void versionsToComeAreReadAsFarAsTheyAreKnown(String value) {
		SpanContext caller = new Caller().sends("traceparent", value).span();
		assertThat(caller.getTraceId()).isEqualTo(Caller.TRACE_ID);
		assertThat(caller.getSpanId()).isEqualTo(Caller.SPAN_ID);
		assertThat(caller.isSampled()).isTrue();
	}

	// The second bit says that the trace id is random.
	@ParameterizedTest
	@CsvSource({ "00, false", "01, true", "02, false", "03, true", "ff, true" })
	void allFlagsAreKept(String flags, boolean sampled) {
		SpanContext caller = new Caller()
			.sends("traceparent", "00-" + Caller.TRACE_ID + "-" + Caller.SPAN_ID + "-" + flags)
			.span();
		assertThat(caller.getTraceFlags().asHex()).isEqualTo(flags);
		assertThat(caller.isSampled()).isEqualTo(sampled);
	}

	@ParameterizedTest
	@ValueSource(strings = { " %s", "\t%s", "%s ", "%s\t", "\t %s \t" })
	void blanksAroundATraceParentDoNotMatter(String format) {
		SpanContext caller = new Caller().sends("traceparent", String.format(format, Caller.TRACE_PARENT)).span();
		assertThat(caller.getTraceId()).isEqualTo(Caller.TRACE_ID);
		assertThat(caller.getSpanId()).isEqualTo(Caller.SPAN_ID);
	}

	@Test
	void aTraceStateWithoutATraceParentIsNothing() {
		assertThat(new Caller().sends("tracestate", "foo=1").span()).isEqualTo(SpanContext.getInvalid());
	}

	@Test
	void theStateOfTheCallerIsKept() {
		assertThat(stateOf("foo=1,bar=2")).containsExactly(Map.entry("foo", "1"), Map.entry("bar", "2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracestate", "TraceState", "TrAcEsTaTe", "TRACESTATE" })
	void theCaseOfATraceStatesNameDoesNotMatter(String name) {
		SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT).sends(name, "foo=1").span();
		assertThat(caller.getTraceState().get("foo")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "trace-state", "trace.state" })
	void headersWithOtherNamesAreNoTraceState(String name) {
		SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT).sends(name, "foo=1").span();
		assertThat(caller.isValid()).isTrue();
		assertThat(caller.getTraceState().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", ",", " , ,\t" })
	void anEmptyTraceStateIsNone(String value) {
		SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT).sends("tracestate", value).span();
		assertThat(caller.isValid()).isTrue();
		assertThat(caller.getTraceState()).isSameAs(TraceState.getDefault());
	}

	@ParameterizedTest
	@CsvSource({ "foo=1, ''", "'', foo=1", "' ', 'foo=1,'", "',,', ',foo=1'" })
	void emptyMembersAndLinesAreSkipped(String first, String second) {
		assertThat(stateOf(first, second)).containsExactly(Map.entry("foo", "1"));
	}

	@Test
	void severalLinesAreOneStateInTheirOrder() {
		assertThat(stateOf("foo=1,bar=2", "rojo=1,congo=2", "baz=3")).containsExactly(Map.entry("foo", "1"),
				Map.entry("bar", "2"), Map.entry("rojo", "1"), Map.entry("congo", "2"), Map.entry("baz", "3"));
	}

	@ParameterizedTest
	@MethodSource
	void theFirstOfRepeatedKeysStands(List<String> lines) {
		assertThat(stateOf(lines.toArray(new String[0]))).containsExactly(Map.entry("foo", "1"), Map.entry("bar", "3"));
	}

	static Stream<List<String>> theFirstOfRepeatedKeysStands() {
		return Stream.of(List.of("foo=1,foo=1,bar=3"), List.of("foo=1,foo=2,bar=3"), List.of("foo=1", "foo=1", "bar=3"),
				List.of("foo=1", "bar=3", "foo=2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { LOWER_CASE + "0123456789_-*/", LOWER_CASE + "0123456789_-*/@a-z0-9_-*/", "0", "1a",
			"0@vendor", "foo@", "foo@@bar", "foo@bar@baz" })
	void everyKeyOfTheGrammarIsKept(String key) {
		assertThat(stateOf(key + "=1,bar=2")).containsExactly(Map.entry(key, "1"), Map.entry("bar", "2"));
	}

	@Test
	void everyCharacterOfAValueIsKept() {
		assertThat(stateOf("foo=" + ALL_OF_A_VALUE)).containsExactly(Map.entry("foo", ALL_OF_A_VALUE));
	}

	@Test
	void blanksBeforeAValueBelongToIt() {
		assertThat(stateOf("foo= 1 ")).containsExactly(Map.entry("foo", " 1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo=1 \t , \t bar=2, \t baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3", " foo=1,bar=2,baz=3",
			"\tfoo=1,bar=2,baz=3", "foo=1,bar=2,baz=3 ", "foo=1,bar=2,baz=3\t", "\t foo=1,bar=2,baz=3 \t" })
	void blanksAroundMembersDoNotMatter(String value) {
		assertThat(stateOf(value)).containsExactly(Map.entry("foo", "1"), Map.entry("bar", "2"), Map.entry("baz", "3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo =1", "FOO=1", "foo.bar=1", "@foo=1", "_foo=1", "-foo=1", "*foo=1", "/foo=1",
			"f\u00f6o=1", "=1", "foo", "foo=bar=baz", "foo=", "foo= ", "foo==", "foo=\u00e4", "foo=a\tb", "foo=\u007f",
			"foo=\u0001a" })
	void oneMalformedMemberDropsTheStateButNotTheTrace(String member) {
		for (String state : List.of(member + ",bar=2", "bar=2," + member)) {
			SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT)
				.sends("tracestate", state)
				.span();
			assertThat(caller.getTraceId()).isEqualTo(Caller.TRACE_ID);
			assertThat(caller.getTraceState().isEmpty()).isTrue();
		}
	}

	@Test
	void aMalformedLineDropsTheOthers() {
		assertThat(stateOf("bar=2", "foo.bar=1")).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void keysHave256CharactersAtMost(String what, String key, boolean kept) {
		if (kept) {
			assertThat(stateOf("foo=1", key + "=1")).containsExactly(Map.entry("foo", "1"), Map.entry(key, "1"));
		}
		else {
			assertThat(stateOf("foo=1", key + "=1")).isEmpty();
		}
	}

	static Stream<Arguments> keysHave256CharactersAtMost() {
		return Stream.of(arguments("256", "z".repeat(256), true), arguments("257", "z".repeat(257), false),
				arguments("241 and a vendor of 14", "t".repeat(241) + "@" + "v".repeat(14), true),
				arguments("242 and a vendor of 1", "t".repeat(242) + "@v", true),
				arguments("1 and a vendor of 15", "t@" + "v".repeat(15), true),
				arguments("257 with a vendor", "t".repeat(242) + "@" + "v".repeat(14), false));
	}

	@Test
	void valuesHave256CharactersAtMost() {
		assertThat(stateOf("foo=" + "v".repeat(256))).hasSize(1);
		assertThat(stateOf("foo=" + "v".repeat(257))).isEmpty();
	}

	@Test
	void thirtyTwoMembersAreKept() {
		assertThat(stateOf(members(1, 10), members(11, 20), members(21, 30), members(31, 32))).hasSize(32)
			.containsEntry("bar1", "1")
			.containsEntry("bar32", "32");
	}

	@Test
	void thirtyThreeMembersAreNotKept() {
		assertThat(stateOf(members(1, 10), members(11, 20), members(21, 30), members(31, 33))).isEmpty();
	}

	@Test
	void randomTraceParentsAreReadOrNotButNeverFail() {
		Random random = new Random(1);
		for (int i = 0; i < 1_000; i++) {
			String value = randomly(random, Caller.TRACE_PARENT);
			SpanContext caller = new Caller().sends("traceparent", value).span();
			assertThat(caller.isValid()).as(value)
				.isEqualTo(value.strip()
					.matches("00-" + "(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
							+ "|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"));
		}
	}

	@Test
	void randomTraceStatesAreReadOrNotButNeverFail() {
		Random random = new Random(1);
		for (int i = 0; i < 1_000; i++) {
			String first = randomly(random, "foo=1, bar@v=2");
			String second = randomly(random, "baz=3,4=5");
			assertThat(stateOf(first, second)).as("%s, %s", first, second)
				.allSatisfy((key, value) -> assertThat(key + "=" + value)
					.matches("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -+\\--<>-~]{0,255}[!-+\\--<>-~]"));
		}
	}

	// Every other one is quite random, the rest differ in one character.
	private static String randomly(Random random, String valid) {
		String characters = "0123456789abcdefg-=,@_ \t.A\u00e4\u2028\ud83d\u0000";
		if (random.nextBoolean()) {
			int at = random.nextInt(valid.length());
			return valid.substring(0, at) + characters.charAt(random.nextInt(characters.length()))
					+ valid.substring(at + 1);
		}
		return random.ints(random.nextInt(80), 0, characters.length())
			.mapToObj((index) -> String.valueOf(characters.charAt(index)))
			.collect(Collectors.joining());
	}

	private static String members(int from, int to) {
		return IntStream.rangeClosed(from, to)
			.mapToObj((number) -> "bar" + number + "=" + number)
			.collect(Collectors.joining(","));
	}

	private static Map<String, String> stateOf(String... lines) {
		SpanContext caller = new Caller().sends("traceparent", Caller.TRACE_PARENT).sends("tracestate", lines).span();
		assertThat(caller.getTraceId()).isEqualTo(Caller.TRACE_ID);
		return caller.getTraceState().asMap();
	}

}
