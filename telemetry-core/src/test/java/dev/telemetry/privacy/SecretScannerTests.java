package dev.telemetry.privacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretScannerTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

	private final Redaction redaction = new Redaction(RedactionSettings.defaults(), List.of());

	@ParameterizedTest
	@MethodSource("secrets")
	void aSecretIsReplacedAndWhatIsAroundItStays(String kind, String marked) {
		String secret = marked.substring(marked.indexOf('«') + 1, marked.indexOf('»'));
		String text = marked.replace("«", "").replace("»", "");
		String redacted = this.redaction.apply(text);
		assertThat(redacted).isEqualTo(marked.replace("«" + secret + "»", "[redacted:" + kind + "]"));
		assertThat(this.redaction.counts().redacted(kind)).isOne();
	}

	static Stream<Arguments> secrets() {
		return Secrets.byKind()
			.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((text) -> Arguments.of(entry.getKey(), text)));
	}

	@ParameterizedTest
	@MethodSource({ "dev.telemetry.privacy.Secrets#harmless", "dev.telemetry.privacy.Secrets#harmlessMessages" })
	void aHarmlessTextPassesAsTheSameObject(String text) {
		assertThat(this.redaction.apply(text)).isSameAs(text);
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void whatIsRedactedHoldsNoSecretAnyMore(String kind, String marked) {
		String redacted = this.redaction.apply(marked.replace("«", "").replace("»", ""));
		assertThat(this.redaction.apply(redacted)).isSameAs(redacted);
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void aKeyedHashHoldsNoSecretEither(String kind, String marked) {
		Redaction hashing = new Redaction(new RedactionSettings(EnumSet.allOf(SecretKind.class), List.of(), List.of(),
				Replacement.hmac("k1", KEY), 65_536, true), List.of());
		String redacted = hashing.apply(marked.replace("«", "").replace("»", ""));
		assertThat(redacted).containsPattern("\\[hmac:k1:[0-9a-f]{32}]");
		assertThat(hashing.apply(redacted)).isSameAs(redacted);
	}

	@Test
	void severalSecretsInOneTextAreAllReplaced() {
		assertThat(this.redaction.apply("a@b.org paid 4111111111111111, password=x y"))
			.isEqualTo("[redacted:email] paid [redacted:card], password=[redacted:key-value] y");
	}

	@Test
	void addressesAndPhoneNumbersAreFoundOnlyWhereTheyAreAskedFor() {
		Redaction all = new Redaction(new RedactionSettings(EnumSet.allOf(SecretKind.class), List.of(), List.of(),
				Replacement.mask(), 65_536, true), List.of());
		assertThat(all.apply("from 192.168.17.4, call +49 (30) 123-4567, 2001:db8::8a2e:370:7334 and ::1"))
			.isEqualTo("from [redacted:ip-address], call [redacted:phone], [redacted:ip-address] and "
					+ "[redacted:ip-address]");
		assertThat(all.apply("at 12:30:45 on 4.1.1, 1.2.3.4.5 and 300.1.1.1 ::: ::::::"))
			.isEqualTo("at 12:30:45 on 4.1.1, 1.2.3.4.5 and 300.1.1.1 ::: ::::::");
	}

	@Test
	void nothingThatComesOutOfRandomTextIsFoundAgain() {
		List<String> pieces = new ArrayList<>(Secrets.harmless());
		pieces.addAll(Secrets.harmlessMessages());
		secrets().forEach((secret) -> pieces.add(((String) secret.get()[1]).replace("«", "").replace("»", "")));
		pieces.addAll(List.of(" ", "\n", "=", ":", "@", "\"", "'", "\\", "&", "?", "://", "-", ".", ",", ";", "]", "}",
				"<", ">", "password", "token", "Bearer ", "eyJ", "4111", "é", "\uD83D\uDE00", "\uD83D"));
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int k = random.nextInt(8); k >= 0; k--) {
				String piece = pieces.get(random.nextInt(pieces.size()));
				int start = (random.nextInt(4) == 0) ? random.nextInt(piece.length()) : 0;
				text.append(piece, start, piece.length());
			}
			String redacted = this.redaction.apply(text.toString());
			assertThat(this.redaction.apply(redacted)).as("<%s> became <%s>", text, redacted).isEqualTo(redacted);
		}
		assertThat(this.redaction.counts().failures()).isZero();
	}

}
