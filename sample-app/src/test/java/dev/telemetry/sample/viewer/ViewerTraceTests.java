package dev.telemetry.sample.viewer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One trace: why it failed and why it was kept, the waterfall, details, log lines, links
 * to it, and the same as a report.
 */
@Tag("browser")
@Timeout(120)
class ViewerTraceTests {

	private final Map<String, Object> order = ViewedTraces.orderThatFailed();

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@Test
	void fromTheListAReaderFindsWhyItFailedWhatWasLoggedAndWhyItWasKept() {
		this.browser.server().list(this.order);
		Page page = this.browser.open();
		this.browser.traces().first().click();
		Locator answers = page.locator(".answers");
		assertThat(answers)
			.containsText("PriceUnavailableException: The partner has no price for moonrock in POST /orders");
		assertThat(answers).containsText("404 Not Found in GET partner /prices/{item}");
		assertThat(answers).containsText("Logged: Order 17 failed: no price for moonrock");
		assertThat(answers).containsText("Kept because it failed.");
		assertThat(answers).containsText("1 span is missing: it came after the trace was decided.");
		page.goBack();
		assertThat(this.browser.traces()).hasCount(1);
	}

	@Test
	void theWaterfallHasBarsTheCriticalPathEventsExceptionsAndLogLines() {
		show(this.order);
		assertThat(this.browser.rows()).hasCount(3);
		assertThat(this.browser.rows().nth(2).locator(".label")).containsText("GET /prices/{item}");
		assertThat(this.browser.page().locator(".lane .critical")).hasCount(2);
		assertThat(this.browser.rows().nth(0).locator(".exception")).isVisible();
		assertThat(this.browser.rows().nth(0).locator(".log")).hasCount(2);
		assertThat(this.browser.rows().nth(1).locator(".event")).hasCount(1);
		double lane = width(this.browser.rows().nth(2).locator(".lane"));
		assertThat(width(this.browser.rows().nth(2).locator(".time")) / lane).isBetween(0.30, 0.33);
	}

	private static double width(Locator element) {
		return element.boundingBox().width;
	}

	@Test
	void theDeepestFailureIsChosenAndTheLinkOfAnotherSpanLeadsToIt() {
		Page page = show(this.order);
		assertThat(this.browser.chosen()).containsText("GET partner");
		page.locator(".answers .link").first().click();
		assertThat(this.browser.chosen()).containsText("POST /orders");
		assertThat(this.browser.details()).containsText("The partner has no price for moonrock");
		assertThat(this.browser.details()).containsText("at shop.Prices.priceOf(Prices.java:48)");
		assertThat(this.browser.details()
			.locator("section", new Locator.LocatorOptions().setHasText("Log lines of this span")))
			.containsText("Order 17 wanted");
		assertThat(page.url()).endsWith("#" + ViewedTraces.id(17) + "/" + ViewedTraces.spanId(1));
	}

	@Test
	void aLinkToASpanOpensIt() {
		this.browser.server().list(this.order);
		this.browser.open("#" + ViewedTraces.id(17) + "/" + ViewedTraces.spanId(3));
		assertThat(this.browser.chosen()).containsText("GET /prices/{item}");
		assertThat(this.browser.details()).containsText("partner");
	}

	@Test
	void aTraceThatIsNotHereAndAnAddressThatIsNoneAreExplained() {
		Page page = this.browser.open("#" + ViewedTraces.id(404));
		assertThat(page.locator("#main")).containsText("This trace is not here");
		this.browser.open("#../secrets");
		page.reload();
		assertThat(page.locator("#main")).containsText("This is not the address of a trace.");
		assertThat(this.browser.requests()).noneMatch((url) -> url.contains("secrets") && !url.contains("#"));
	}

	@Test
	void logLinesLeadToTheirSpan() {
		Page page = show(this.order);
		assertThat(page.locator("#logs .line")).hasCount(2);
		assertThat(page.locator("#logs .line").nth(1)).containsText("ERROR");
		page.locator("#logs .line .link").nth(1).click();
		assertThat(this.browser.chosen()).containsText("POST /orders");
	}

	@Test
	void findingASpanShowsWhatMatchesAndCanHideTheRest() {
		Page page = show(this.order);
		page.locator("#find").fill("order.id=17");
		assertThat(page.locator("#found")).hasText("1 match");
		assertThat(this.browser.chosen()).containsText("POST /orders");
		page.locator("#only").click();
		assertThat(page.locator(".span:visible")).hasCount(1);
	}

	@Test
	@SuppressWarnings("unchecked")
	void whatAReaderHasSetUpStaysWhenMoreOfTheTraceComes() {
		this.order.put("complete", false);
		Page page = show(this.order);
		this.browser.rows().nth(1).locator(".twist").click();
		this.browser.rows().nth(0).dblclick();
		this.browser.rows().nth(1).click();
		this.browser.press("z");
		page.locator("#find").fill("/orders");
		page.locator("#only").click();
		page.locator("#find").focus();
		List<Map<String, Object>> spans = (List<Map<String, Object>>) this.order.get("spans");
		spans.add(ViewedTraces.span(4, 1, 1, "POST /orders/mail", "internal",
				(long) spans.get(0).get("startMicros") + 310_000, 5_000));
		this.order.put("cursor", 18);
		this.browser.server().list(this.order);
		assertThat(this.browser.rows()).hasCount(4);
		assertThat(page.locator("#find")).hasValue("/orders");
		assertThat(page.locator("#find")).isFocused();
		assertThat(page.locator("#found")).hasText("2 matches");
		assertThat(page.locator("#only")).hasAttribute("aria-pressed", "true");
		assertThat(page.locator(".span:visible")).hasCount(2);
		assertThat(page.locator("#whole")).isVisible();
		assertThat(this.browser.rows().nth(1)).hasAttribute("aria-expanded", "false");
		assertThat(this.browser.chosen()).containsText("POST /orders");
	}

	@Test
	void whereAReaderIsStaysWhenMoreOfTheTraceComes() {
		this.browser.use(390, 844, ColorScheme.LIGHT);
		this.order.put("complete", false);
		Page page = show(this.order);
		this.browser.rows().nth(0).locator(".took").click();
		page.evaluate("byId('details').scrollTop = 40");
		more(18);
		assertThat(this.browser.rows()).hasCount(4);
		assertThat(this.browser.details()).isVisible();
		assertThat(this.browser.rows().nth(0)).isFocused();
		assertThat((int) page.evaluate("byId('details').scrollTop")).isEqualTo(40);
		page.locator("#path").focus();
		more(19);
		assertThat(this.browser.rows()).hasCount(5);
		assertThat(page.locator("#path")).isFocused();
	}

	@SuppressWarnings("unchecked")
	private void more(int cursor) {
		List<Map<String, Object>> spans = (List<Map<String, Object>>) this.order.get("spans");
		spans.add(ViewedTraces.span(cursor, 1, 1, "POST /orders/mail", "internal",
				(long) spans.get(0).get("startMicros") + 310_000, 5_000));
		this.order.put("cursor", cursor);
		this.browser.server().list(this.order);
	}

	@Test
	void aTraceThatHasNotChangedIsNotDrawnAgainAlsoIfOthersHavePartsOfIt() {
		Map<String, Object> live = ViewedTraces.live();
		live.put("peers", List.of(ViewedTraces.PARTNER));
		this.browser.server().live(live);
		this.order.put("complete", false);
		Page page = show(this.order);
		page.waitForRequest((request) -> request.url().endsWith("/live"), () -> {
		});
		page.evaluate("document.querySelector('.span').kept = true");
		for (int i = 0; i < 2; i++) {
			page.waitForResponse((response) -> response.url().endsWith(ViewedTraces.id(17)), () -> {
			});
		}
		assertThat(page.evaluate("document.querySelector('.span').kept")).isEqualTo(true);
	}

	@Test
	void namesCanBeReadHoweverDeepTheirSpanIs() {
		for (int width : new int[] { 1280, 900, 390 }) {
			this.browser.use(width, 844, ColorScheme.LIGHT);
			List<Map<String, Object>> spans = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				spans.add(ViewedTraces.span(i + 1, i, i, "a name", "internal", 1_000_000, 5_000));
			}
			show(ViewedTraces.trace(1, "deep", 1_000_000, 5_000, spans));
			assertThat(width(this.browser.rows().nth(29).locator(".label bdi"))).isGreaterThan(30);
		}
	}

	@Test
	void ticksOfAShortTimeDiffer() {
		Page page = show(ViewedTraces.trace(1, "short", 1_000_000, 0,
				List.of(ViewedTraces.span(1, 0, 0, "short", "internal", 1_000_000, 0))));
		assertThat(page.locator("#ruler span").allTextContents()).containsExactly("0");
	}

	@Test
	void aReportSaysHowManySpansAreNotDrawn(@TempDir Path directory) throws Exception {
		Map<String, Object> large = ViewedTraces.large(10_000);
		large.put("spanCount", 10_001);
		Path report = directory.resolve("report.html");
		Files.writeString(report, ViewerServer.report(large));
		this.browser.page().navigate(report.toUri().toString());
		assertThat(this.browser.page().locator(".facts").first()).containsText("10,001 spans");
		assertThat(this.browser.page().locator(".answers")).containsText("1 span is not drawn: a page shows 10,000.");
		assertThat(this.browser.rows()).hasCount(10_000);
	}

	@Test
	void theCriticalPathCanBeAllThatIsShown() {
		Page page = show(this.order);
		page.locator("#path").click();
		assertThat(page.locator(".span:visible")).hasCount(2);
	}

	@Test
	void whatIsBelowASpanCanBeClosed() {
		Page page = show(this.order);
		this.browser.rows().first().locator(".twist").click();
		assertThat(page.locator(".span:visible")).hasCount(1);
		assertThat(this.browser.rows().first()).hasAttribute("aria-expanded", "false");
	}

	@Test
	void anotherServiceIsMergedIntoTheTrace() {
		Map<String, Object> live = ViewedTraces.live();
		live.put("peers", List.of(ViewedTraces.PARTNER));
		this.browser.server().live(live);
		this.order.put("peers", List
			.of(Map.of("url", ViewedTraces.PARTNER, "state", "timeout", "spanCount", 0, "text", "It did not answer.")));
		Page page = show(this.order);
		assertThat(page.locator(".answers")).containsText(ViewedTraces.PARTNER + ": It did not answer.");
		assertThat(page.locator(".legend")).containsText("partner");
		assertThat(this.browser.requests()).anyMatch((url) -> url.endsWith(ViewedTraces.id(17)));
	}

	@Test
	void aTraceThatOnlyAnotherServiceHasIsShown() {
		Map<String, Object> live = ViewedTraces.live();
		live.put("peers", List.of(ViewedTraces.PARTNER));
		this.browser.server().live(live);
		this.browser.server()
			.answer("/" + ViewedTraces.id(17) + "?peers=false", 404, Map.of("error", "There is no trace here."));
		show(this.order);
		assertThat(this.browser.rows()).hasCount(3);
	}

	@Test
	@SuppressWarnings("unchecked")
	void whatIsWrongWithATraceIsSaidInWords() {
		List<Map<String, Object>> spans = (List<Map<String, Object>>) this.order.get("spans");
		spans.get(1).put("problem", "It is its own grandparent: the parents go round in a circle.");
		spans.get(2).put("problem", "It began 2 s before its parent: the clocks differ.");
		spans.get(2).put("durationMicros", -5);
		spans.get(2).put("startMicros", (long) spans.get(0).get("startMicros") - 2_000_000);
		spans.add(ViewedTraces.span(3, 9, 0, "twin", "internal", 0, 0));
		Page page = show(this.order);
		assertThat(this.browser.rows()).hasCount(4);
		assertThat(page.locator(".answers"))
			.containsText("GET partner /prices/{item}: It is its own grandparent: the parents go round in a circle.");
		assertThat(page.locator(".span .word")).hasCount(2);
		this.browser.rows().nth(2).click();
		assertThat(this.browser.details()).containsText("It began 2 s before its parent: the clocks differ.");
	}

	@Test
	void aTraceWithoutASpanIsShownAndNoKeyFails() {
		this.order.put("spans", List.of());
		this.browser.server().list(this.order);
		Page page = this.browser.open("#" + ViewedTraces.id(17));
		assertThat(page.locator("h1")).hasText("POST /orders");
		this.browser.press("j", "k", "ArrowLeft", "ArrowRight", "x", "n", "m", "c", "z", "0", "Enter", "l");
		assertThat(page.locator("#logs .line")).hasCount(2);
	}

	@Test
	void fiveThousandSpansAreThereInASecondOrSo(TestReporter reporter) {
		this.browser.server().list(ViewedTraces.large(5000));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		double millis = ((Number) page.evaluate("""
				async (id) => {
					const trace = readTrace(await (await fetch(location.pathname + '/' + id)).json());
					const start = performance.now();
					app.view = 'trace';
					showTrace(trace, null);
					await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
					return performance.now() - start;
				}""", ViewedTraces.id(5000))).doubleValue();
		assertThat(this.browser.rows()).hasCount(5000);
		reporter.publishEntry("5000 spans were drawn in ms", String.valueOf(Math.round(millis)));
		// A quiet machine needs a third of a second.
		assertThat(millis).isLessThan(4000);
	}

	@Test
	void textIsCopied() {
		this.browser.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
		Page page = show(this.order);
		page.locator(".head button", new Page.LocatorOptions().setHasText("Copy id")).click();
		assertThat(page.locator("#said")).hasText("Trace id copied");
		assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(ViewedTraces.id(17));
	}

	@Test
	void downloadsAreThoseOfTheServer() {
		Page page = show(this.order);
		assertThat(page.locator("a[download]")).hasCount(2);
		assertThat(page.locator("a[download]").first()).hasAttribute("href",
				ViewerServer.PATH + "/" + ViewedTraces.id(17) + "/otlp");
	}

	@Test
	void onAPhoneTheDetailsComeWhenASpanIsTouched() {
		this.browser.use(390, 844, ColorScheme.LIGHT);
		Page page = show(this.order);
		assertThat(this.browser.details()).isHidden();
		this.browser.rows().nth(2).click();
		assertThat(this.browser.details()).isVisible();
		assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
		this.browser.details().locator(".close").click();
		assertThat(this.browser.details()).isHidden();
	}

	@Test
	void asAReportItShowsTheTraceInsideWithoutARequest(@TempDir Path directory) throws Exception {
		this.order.put("title", "</script><script>alert(1)</script>");
		Path report = directory.resolve("report.html");
		Files.writeString(report, ViewerServer.report(this.order));
		this.browser.page().navigate(report.toUri().toString());
		assertThat(this.browser.rows()).hasCount(3);
		assertThat(this.browser.page().locator("h1")).hasText("</script><script>alert(1)</script>");
		assertThat(this.browser.page().locator("#logs .line")).hasCount(2);
		assertThat(this.browser.requests()).allMatch((url) -> url.startsWith("file:"));
		assertThat(this.browser.page().locator("a[download]")).hasCount(0);
	}

	@Test
	void theReportOfAJobSaysNothingOfBeingKept(@TempDir Path directory) throws Exception {
		this.order.putAll(Map.of("kept", true, "reason", "none", "why", "The report of a job."));
		Path report = directory.resolve("report.html");
		Files.writeString(report, ViewerServer.report(this.order));
		this.browser.page().navigate(report.toUri().toString());
		Locator answers = this.browser.page().locator(".answers");
		assertThat(answers).containsText("About this report");
		assertThat(answers).containsText("The report of a job.");
		assertThat(answers).not().containsText("kept");
		assertThat(answers).not().containsText("none");
	}

	@Test
	void aReportOfSeveralTracesStartsWithTheirList(@TempDir Path directory) throws Exception {
		Path report = directory.resolve("report.html");
		Files.writeString(report, ViewerServer.report(Map.of("service", "shop", "traces",
				List.of(this.order, ViewedTraces.quick(8, "GET /items/{id}", 200)))));
		this.browser.page().navigate(report.toUri().toString());
		assertThat(this.browser.traces()).hasCount(2);
		this.browser.traces().first().click();
		assertThat(this.browser.rows()).hasCount(3);
		this.browser.press("Escape");
		assertThat(this.browser.traces()).hasCount(2);
		assertThat(this.browser.requests()).allMatch((url) -> url.startsWith("file:"));
	}

	private Page show(Map<String, Object> trace) {
		this.browser.server().list(List.of(trace));
		return this.browser.open(trace);
	}

}
