package dev.telemetry.privacy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detects keys that their issuer marks with a prefix, and the paths of webhooks, which
 * are as good as a key.
 */
final class CloudKeyDetector implements Detector {

	private static final List<Key> KEYS = List.of(new Key("AKIA", 16), new Key("ASIA", 16), new Key("ABIA", 16),
			new Key("ACCA", 16), new Key("AIza", 35), new Key("GOCSPX-", 20), new Key("ya29.", 20), new Key("ghp_", 36),
			new Key("gho_", 36), new Key("ghu_", 36), new Key("ghs_", 36), new Key("ghr_", 36),
			new Key("github_pat_", 22), new Key("glpat-", 20), new Key("xoxa-", 10), new Key("xoxb-", 10),
			new Key("xoxo-", 10), new Key("xoxp-", 10), new Key("xoxr-", 10), new Key("xoxs-", 10),
			new Key("xapp-", 10), new Key("sk-", 20), new Key("sk_live_", 16), new Key("sk_test_", 16),
			new Key("rk_live_", 16), new Key("rk_test_", 16), new Key("whsec_", 16), new Key("SG.", 20),
			new Key("npm_", 36), new Key("pypi-", 32), new Key("hf_", 30), new Key("dop_v1_", 40),
			new Key("shpat_", 32), new Key("dckr_pat_", 20), new Key("hvs.", 24), new Key("hvb.", 24),
			new Key("hvr.", 24), new Key("glsa_", 32), new Key("glc_", 32), new Key("NRAK-", 20),
			new Key("EAACEdEose0cBA", 1), new Key("ATATT3", 40), new Key("AGE-SECRET-KEY-1", 50), new Key("dapi", 32),
			new Key("dp.pt.", 40), new Key("glptt-", 20), new Key("gldt-", 20), new Key("glrt-", 20),
			new Key("glcbt-", 20), new Key("glsoat-", 20), new Key("ntn_", 40), new Key("pscale_tkn_", 32),
			new Key("pul-", 40), new Key("rubygems_", 40), new Key("sbp_", 40), new Key("shpca_", 32),
			new Key("shppa_", 32), new Key("shpss_", 32), new Key("sntrys_", 40));

	private static final List<String> WEBHOOKS = List.of("hooks.slack.com/services/", "hooks.slack.com/workflows/",
			"discord.com/api/webhooks/", "discordapp.com/api/webhooks/", "webhook.office.com/webhookb2/",
			"api.telegram.org/bot", "hooks.zapier.com/hooks/catch/");

	private static final String TRIGGERS = Stream.concat(KEYS.stream().map(Key::prefix), WEBHOOKS.stream())
		.map((beginning) -> beginning.substring(0, 1))
		.distinct()
		.collect(Collectors.joining());

	private static final Key[][] BY_FIRST_LETTER = new Key[128][];

	static {
		for (int i = 0; i < BY_FIRST_LETTER.length; i++) {
			int letter = i;
			BY_FIRST_LETTER[i] = KEYS.stream().filter((key) -> key.prefix.charAt(0) == letter).toArray(Key[]::new);
		}
	}

	@Override
	public String triggers() {
		return TRIGGERS;
	}

	@Override
	public long find(String text, int at, int from) {
		for (Key key : BY_FIRST_LETTER[text.charAt(at)]) {
			if (text.startsWith(key.prefix, at)) {
				int start = at + key.prefix.length();
				int end = Ascii.urlSafeEnd(text, start);
				if (end - start >= key.least) {
					return Detector.found(at, end(text, end));
				}
			}
		}
		return webhook(text, at);
	}

	private static long webhook(String text, int at) {
		for (int i = 0; i < WEBHOOKS.size(); i++) {
			String webhook = WEBHOOKS.get(i);
			if (text.startsWith(webhook, at)) {
				int start = at + webhook.length();
				int end = start;
				while (end < text.length() && isInPath(text.charAt(end))) {
					end++;
				}
				return (end > start) ? Detector.found(start, end) : NONE;
			}
		}
		return NONE;
	}

	private static boolean isInPath(char character) {
		return Ascii.isUrlSafe(character) || character == '/' || character == ':' || character == '@'
				|| character == '%';
	}

	// Some keys have more parts, each behind a dot.
	private static int end(String text, int partEnd) {
		int end = partEnd;
		while (end + 1 < text.length() && text.charAt(end) == '.' && Ascii.isUrlSafe(text.charAt(end + 1))) {
			end = Ascii.urlSafeEnd(text, end + 1);
		}
		return end;
	}

	/**
	 * The beginning of a kind of keys.
	 *
	 * @param prefix the first characters
	 * @param least the smallest number of letters, digits, hyphens and underscores that
	 * follow
	 */
	private record Key(String prefix, int least) {
	}

}
