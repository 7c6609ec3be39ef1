package dev.telemetry.privacy;

/**
 * Keys that their issuer marks with a prefix.
 */
final class CloudKeyDetector implements Detector {

	// Prefix, and how many letters, digits, hyphens and underscores follow at least.
	private static final Object[][] KEYS = { { "AKIA", 16 }, { "ASIA", 16 }, { "ABIA", 16 }, { "ACCA", 16 },
			{ "AIza", 35 }, { "GOCSPX-", 20 }, { "ya29.", 20 }, { "ghp_", 36 }, { "gho_", 36 }, { "ghu_", 36 },
			{ "ghs_", 36 }, { "ghr_", 36 }, { "github_pat_", 22 }, { "glpat-", 20 }, { "xoxa-", 10 }, { "xoxb-", 10 },
			{ "xoxo-", 10 }, { "xoxp-", 10 }, { "xoxr-", 10 }, { "xoxs-", 10 }, { "xapp-", 10 }, { "sk-", 20 },
			{ "sk_live_", 16 }, { "sk_test_", 16 }, { "rk_live_", 16 }, { "rk_test_", 16 }, { "whsec_", 16 },
			{ "SG.", 20 }, { "npm_", 36 }, { "pypi-", 32 }, { "hf_", 30 }, { "dop_v1_", 40 }, { "shpat_", 32 },
			{ "dckr_pat_", 20 }, { "hvs.", 24 }, { "EAACEdEose0cBA", 1 } };

	@Override
	public String triggers() {
		return "AESGadghnprswxy";
	}

	@Override
	public long find(String text, int at, int from) {
		for (Object[] key : KEYS) {
			String prefix = (String) key[0];
			if (text.startsWith(prefix, at)) {
				int start = at + prefix.length();
				int end = Ascii.urlSafeEnd(text, start);
				if (end - start >= (Integer) key[1]) {
					return Detector.found(at, end(text, end));
				}
			}
		}
		return NONE;
	}

	// Some have more parts behind a point.
	private static int end(String text, int partEnd) {
		int end = partEnd;
		while (end + 1 < text.length() && text.charAt(end) == '.' && Ascii.isUrlSafe(text.charAt(end + 1))) {
			end = Ascii.urlSafeEnd(text, end + 1);
		}
		return end;
	}

}
