package dev.telemetry.sample.viewer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a field contains, it is text: nothing runs, nothing is loaded, nothing is
 * disguised. Every field of the JSON has every payload once.
 */
@Tag("browser")
@Timeout(180)
class ViewerHostileDataTests {

	private static final List<String> PAYLOADS = List.of("<script>window.hacked=1</script>",
			"<img src=x onerror=window.hacked=1>", "<svg onload=window.hacked=1>",
			"<svg><script>window.hacked=1</script>", "<iframe src=javascript:parent.hacked=1></iframe>",
			"<iframe srcdoc='<script>parent.hacked=1</script>'>", "<body onload=window.hacked=1>",
			"<a href=javascript:window.hacked=1>x</a>", "<math><mtext></table><img src=x onerror=window.hacked=1>",
			"<details open ontoggle=window.hacked=1>", "<video><source onerror=window.hacked=1>",
			"<input autofocus onfocus=window.hacked=1>", "<object data=javascript:window.hacked=1>",
			"<embed src=javascript:window.hacked=1>", "<link rel=stylesheet href=http://evil.example/x.css>",
			"<style>*{display:none}</style>", "<base href=http://evil.example/>",
			"<meta http-equiv=refresh content=0;url=http://evil.example/>",
			"<form action=http://evil.example/><button>x", "\"><script>window.hacked=1</script>", "'-window.hacked=1-'",
			"\" onmouseover=\"window.hacked=1", "javascript:window.hacked=1",
			"data:text/html,<script>window.hacked=1</script>", "</script><script>window.hacked=1</script>",
			"</title><script>window.hacked=1</script>", "<!--<script>window.hacked=1</script>-->",
			"${window.hacked=1}{{constructor.constructor('window.hacked=1')()}}", "__proto__",
			"http://evil.example/x.png?<script src=//evil.example></script>",
			"&lt;script&gt;window.hacked=1&lt;/script&gt;", "\u202egnihsihp\u202c", "a\u2066b\u2069",
			"nul\u0000byte\u0007\u001b[31m", "\ud800 lone surrogate", "");

	private static final String INVISIBLE = "[\\u0000-\\u0008\\u000b-\\u001f\\u202a-\\u202e\\u2066-\\u2069]";

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@Test
	void inEveryFieldOfTheList() {
		List<Map<String, Object>> traces = new ArrayList<>();
		for (int i = 0; i < PAYLOADS.size(); i++) {
			traces.add(hostileTrace(i, List.of()));
		}
		this.browser.server().list(traces);
		this.browser.server().live(hostileLive());
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(PAYLOADS.size());
		assertThat(page.locator(".trace .name", new Page.LocatorOptions().setHasText(PAYLOADS.get(0))).first())
			.isVisible();
		this.browser.press("s");
		assertThat(page.locator("#state")).containsText(PAYLOADS.get(0));
		checkThatAllIsText(page);
	}

	@Test
	void inEveryFieldOfATrace() {
		List<Map<String, Object>> spans = new ArrayList<>();
		for (int i = 0; i < PAYLOADS.size(); i++) {
			spans.add(hostileSpan(i));
		}
		Map<String, Object> trace = hostileTrace(1, spans);
		trace.put("logs", hostileLogs());
		this.browser.server().list(List.of(trace));
		Page page = this.browser.open(trace);
		assertThat(this.browser.rows()).hasCount(PAYLOADS.size());
		assertThat(page.locator("#logs .line")).hasCount(PAYLOADS.size());
		checkThatAllIsText(page);
		for (int i = 0; i < PAYLOADS.size(); i++) {
			this.browser.rows().nth(i).click();
			checkThatAllIsText(page);
		}
		page.locator("#find").fill(PAYLOADS.get(0));
		assertThat(page.locator("#found")).containsText("match");
		checkThatAllIsText(page);
	}

	@Test
	void inAnAnswerThatRefuses() {
		this.browser.server().answer("", 400, Map.of("error", PAYLOADS.get(0), "allowed", PAYLOADS.get(1)));
		Page page = this.browser.open("#q=" + PAYLOADS.get(2).replace(" ", "%20"));
		assertThat(page.locator("#refused")).containsText(PAYLOADS.get(0));
		this.browser.server().answer("/" + ViewedTraces.id(3), 404, Map.of("error", PAYLOADS.get(1)));
		this.browser.open("#" + ViewedTraces.id(3));
		assertThat(page.locator("#main")).containsText(PAYLOADS.get(1));
		checkThatAllIsText(page);
	}

	@Test
	void whatCannotBeSeenIsShownAsACodeAndPicturesStayWhatTheyAre() {
		Map<String, Object> trace = ViewedTraces.quick(8,
				"pay\u00adpal a\u2062b\u3164 x\udb40\udc41y \u2764\ufe0f \ud83d\udc68\u200d\ud83d\udc67", 200);
		this.browser.server().list(List.of(trace));
		assertThat(this.browser.open().locator(".trace .name"))
			.hasText("pay\\u00adpal a\\u2062b\\u3164 x\\ue0041y \u2764\ufe0f \ud83d\udc68\u200d\ud83d\udc67");
	}

	@Test
	void aTextOfAMegabyteIsCutAndShownWhenAskedFor() {
		String megabyte = "x".repeat(1_000_000) + "end";
		Map<String, Object> span = ViewedTraces.span(1, 0, 0, megabyte, "server", 1_000_000, 5);
		span.put("attributes", Map.of("large", megabyte, megabyte, 1));
		span.put("statusText", megabyte);
		Map<String, Object> trace = ViewedTraces.trace(1, megabyte, 1_000_000, 5, List.of(span));
		trace.put("logs", List.of(ViewedTraces.log(1_000_001, "INFO", 9, megabyte, 1)));
		this.browser.server().list(List.of(trace));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		this.browser.traces().first().click();
		assertThat(this.browser.details()).containsText("show all 1,000,003 characters");
		assertThat(((Number) page.evaluate("document.body.textContent.length")).intValue()).isLessThan(300_000);
		page.locator("#logs button", new Page.LocatorOptions().setHasText("show all")).click();
		assertThat((boolean) page.evaluate("document.querySelector('#logs .text').textContent.trim().endsWith('end')"))
			.isTrue();
	}

	private static Map<String, Object> hostileTrace(int i, List<Map<String, Object>> spans) {
		String payload = PAYLOADS.get(i);
		Map<String, Object> trace = ViewedTraces.trace(i + 1, payload, 1_000_000L + i, 1000, spans);
		trace.putAll(Map.of("name", payload, "kind", payload, "services", List.of(payload, payload), "errorText",
				payload, "error", i % 2 == 0, "kept", i % 3 != 0, "reason", payload, "why", payload, "start", payload,
				"notes", PAYLOADS));
		trace.put("decisions",
				List.of(Map.of("spanId", payload, "service", payload, "kept", true, "reason", payload, "why", payload),
						Map.of("service", payload, "why", payload)));
		trace.put("peers", List.of(Map.of("url", payload, "state", payload, "text", payload)));
		return trace;
	}

	private static Map<String, Object> hostileSpan(int i) {
		String payload = PAYLOADS.get(i);
		Map<String, Object> attributes = new HashMap<>(
				Map.of(payload, payload, "list", List.of(payload, payload), "http.response.status_code", payload));
		Map<String, Object> span = ViewedTraces.span(i + 1, i, Math.min(i, 3), payload, payload, 1_000_000L + i, 500);
		span.putAll(Map.of("name", payload, "service", payload, "scope", payload, "statusText", payload, "status",
				(i % 2 == 0) ? "error" : payload, "problem", payload, "attributes", attributes));
		span.put("events", List.of(Map.of("name", payload, "atMicros", 1_000_010L, "attributes", attributes), Map.of(
				"name", "exception", "atMicros", 1_000_020L, "attributes",
				Map.of("exception.type", payload, "exception.message", payload, "exception.stacktrace", payload))));
		span.put("links",
				List.of(Map.of("traceId", payload, "spanId", payload, "here", true, "attributes", attributes)));
		return span;
	}

	private static List<Map<String, Object>> hostileLogs() {
		List<Map<String, Object>> logs = new ArrayList<>();
		for (int i = 0; i < PAYLOADS.size(); i++) {
			String payload = PAYLOADS.get(i);
			logs.add(Map.of("atMicros", 1_000_000L + i, "level", payload, "severity", 9, "logger", payload, "thread",
					payload, "message", payload, "spanId", ViewedTraces.spanId(i + 1), "service", payload, "attributes",
					Map.of(payload, payload), "exception",
					Map.of("type", payload, "message", payload, "stackTrace", payload)));
		}
		return logs;
	}

	private static Map<String, Object> hostileLive() {
		Map<String, Object> live = ViewedTraces.live();
		live.put("service", PAYLOADS.get(0));
		live.put("sampling", Map.of("text", String.join(" ", PAYLOADS)));
		live.put("peers", PAYLOADS);
		live.put("exporters",
				PAYLOADS.stream()
					.map((payload) -> Map.of("name", payload, "kind", payload, "target", payload, "state", payload,
							"breaker", payload, "lost", Map.of(payload, 1), "lastFailure", payload))
					.toList());
		return live;
	}

	private static void checkThatAllIsText(Page page) {
		assertThat(page.evaluate("typeof window.hacked")).isEqualTo("undefined");
		assertThat(((Number) page.evaluate(
				"document.querySelectorAll('main img, main iframe, main object, main embed, main script, main style, main link,"
						+ " main base, main meta, main video, main math, main form[action], dialog img, dialog script').length"))
			.intValue()).isZero();
		assertThat((boolean) page.evaluate("/" + INVISIBLE + "/.test(document.body.textContent.replace("
				+ "document.querySelector('body > script:last-of-type').textContent, ''))"))
			.isFalse();
		assertThat((boolean) page
			.evaluate("[...document.querySelectorAll('main a')].every((link) => /^#|^\\/act\\/traces\\//"
					+ ".test(link.getAttribute('href')))"))
			.isTrue();
		assertThat(page.title()).doesNotMatch("(?s).*" + INVISIBLE.replace("\\\\", "\\") + ".*");
	}

}
