package dev.telemetry.sample.viewer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The list of traces: what it shows, the search, the charts, the exporters, and what it
 * says when there is nothing to show.
 */
@Tag("browser")
@Timeout(120)
class ViewerListTests {

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@Test
	void eachTraceIsARowWithItsResultAndTheReason() {
		this.browser.server()
			.list(ViewedTraces.orderThatFailed(), ViewedTraces.quick(8, "GET /items/{id}", 200),
					ViewedTraces.notKept(9));
		this.browser.open();
		assertThat(this.browser.traces()).hasCount(3);
		assertThat(this.browser.traces().nth(0)).containsText("POST /orders");
		assertThat(this.browser.traces().nth(0))
			.containsText("PriceUnavailableException: The partner has no price for moonrock");
		assertThat(this.browser.traces().nth(0).locator(".reason")).hasText("error");
		assertThat(this.browser.traces().nth(1).locator(".took")).containsText("2.01 ms");
		assertThat(this.browser.traces().nth(2).locator(".reason")).hasText("not kept");
		assertThat(this.browser.page().locator("#count")).hasText("3 traces");
	}

	@Test
	void aNewTraceAppearsByItself() {
		this.browser.server().list(ViewedTraces.quick(8, "GET /items/{id}", 200));
		this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		this.browser.server().list(ViewedTraces.orderThatFailed());
		assertThat(this.browser.traces()).hasCount(2);
	}

	@Test
	void aPauseKeepsTheListAsItIs() {
		this.browser.server().list(ViewedTraces.quick(8, "GET /items/{id}", 200));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		page.locator("#pause").click();
		int asked = this.browser.server().queries().size();
		page.waitForResponse("**/live", () -> {
		});
		page.waitForResponse("**/live", () -> {
		});
		assertThat(this.browser.server().queries()).hasSizeLessThanOrEqualTo(asked + 1);
		assertThat(page.locator("#count")).hasText("1 trace, paused");
	}

	@Test
	void theSearchGoesToTheServerAndIntoTheAddress() {
		this.browser.server().list(ViewedTraces.orderThatFailed());
		Page page = this.browser.open();
		page.locator("#q").fill("moonrock http.route=/orders -tea");
		page.locator("#minDuration").fill("250");
		page.locator("#errors").click();
		page.locator("#reason").selectOption("error");
		page.locator("#since").selectOption("900");
		await().untilAsserted(() -> {
			String query = lastQuery();
			assertThat(query).contains("q=moonrock http.route=/orders -tea", "minDuration=250ms", "errors=true",
					"reason=error", "from=1");
		});
		assertThat(page.url()).contains("#", "q=moonrock", "minDuration=250ms", "errors=true", "reason=error",
				"since=900");
	}

	@Test
	void aTraceThatBecomesTooOldForTheSearchGoes() {
		this.browser.server().list(ViewedTraces.orderThatFailed(), ViewedTraces.quick(8, "GET /items/{id}", 200));
		Page page = this.browser.open("#since=60");
		assertThat(this.browser.traces()).hasCount(2);
		String first = lastQuery();
		this.browser.server().list(ViewedTraces.orderThatFailed());
		assertThat(this.browser.traces()).hasCount(1);
		assertThat(page.locator("#count")).hasText("1 trace");
		assertThat(lastQuery()).contains("from=1").isNotEqualTo(first);
	}

	private String lastQuery() {
		List<String> queries = this.browser.server().queries();
		return URLDecoder.decode(queries.get(queries.size() - 1), StandardCharsets.UTF_8);
	}

	@Test
	void anAddressWithASearchOpensIt() {
		this.browser.server().list(ViewedTraces.orderThatFailed());
		Page page = this.browser.open("#q=moonrock&errors=true&sort=slowest");
		assertThat(this.browser.traces()).hasCount(1);
		assertThat(page.locator("#q")).hasValue("moonrock");
		assertThat(page.locator("#errors")).hasAttribute("aria-pressed", "true");
		assertThat(page.locator("#sort")).hasValue("slowest");
		assertThat(lastQuery()).contains("q=moonrock", "errors=true");
	}

	@Test
	void aSearchThatTheServerRefusesIsExplained() {
		Page page = this.browser.open();
		assertThat(page.locator("#rows")).containsText("No trace yet");
		this.browser.server()
			.answer("", 400,
					Map.of("error", "minDuration \"soon\" is no duration.", "allowed", "Such as 250ms or 2s."));
		page.locator("#minDuration").fill("soon");
		assertThat(page.locator("#refused")).hasText("minDuration \"soon\" is no duration. Such as 250ms or 2s.");
		assertThat(page.locator("#offline")).isHidden();
	}

	@Test
	void theSlowestComeFirstIfAskedFor() {
		this.browser.server().list(ViewedTraces.quick(8, "GET /items/{id}", 200), ViewedTraces.orderThatFailed());
		Page page = this.browser.open();
		page.locator("#sort").selectOption("slowest");
		assertThat(this.browser.traces().nth(0)).containsText("POST /orders");
	}

	@Test
	void chartsShowRateErrorsAndDurations() {
		Page page = this.browser.open();
		assertThat(page.locator(".chart")).hasCount(3);
		assertThat(page.locator(".chart").nth(0)).containsText("Requests a second");
		assertThat(page.locator(".chart").nth(1)).containsText("Failed a second");
		assertThat(page.locator(".chart").nth(2)).containsText("p50 4.00 ms");
		assertThat(page.locator(".chart").nth(2)).containsText("p99 139 ms");
		assertThat(page.locator(".chart path.main")).hasCount(3);
	}

	@Test
	void aClickIntoAChartShowsTheTracesOfThatTime() {
		Page page = this.browser.open();
		page.locator(".chart svg").first().click();
		assertThat(page.locator("#count")).containsText("started between");
		await().untilAsserted(() -> assertThat(lastQuery()).contains("from=20", "to=20"));
	}

	@Test
	void theHeaderSaysHowExportersAre() {
		Page page = this.browser.open();
		assertThat(page.locator("#exporters")).hasText("otlp 38 exported");
		this.browser.server().live(ViewedTraces.live("open", Map.of("queue_full", 3)));
		assertThat(page.locator("#exporters")).hasText("otlp does not answer, 3 lost");
		page.locator("#open-state").click();
		assertThat(page.locator("#state")).containsText("3 lost: queue full");
		assertThat(page.locator("#state")).containsText("Kept are 2 % of all traces, and those that fail.");
	}

	@Test
	void withoutATraceItSaysHowToGetOne() {
		this.browser.open();
		assertThat(this.browser.page().locator("#rows")).containsText("Send a request");
		assertThat(this.browser.page().locator("#rows")).containsText("telemetry.viewer.capture=all");
	}

	@Test
	void aSearchWithoutAMatchCanBeCleared() {
		Page page = this.browser.open("#q=unknown");
		assertThat(page.locator("#rows")).containsText("Nothing matches");
		page.locator("#rows button").click();
		assertThat(page.locator("#rows")).containsText("No trace yet");
	}

	@Test
	void whenTheApplicationIsAwayWhatIsThereStaysAndItGoesOnAfterwards() {
		this.browser.server().list(ViewedTraces.quick(8, "GET /items/{id}", 200));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		this.browser.context().setOffline(true);
		assertThat(page.locator("#offline")).containsText("The application does not answer.");
		assertThat(page.locator("#exporters")).hasText("no answer");
		assertThat(this.browser.traces()).hasCount(1);
		this.browser.context().setOffline(false);
		assertThat(page.locator("#offline")).isHidden();
		assertThat(page.locator("#exporters")).hasText("otlp 38 exported");
	}

	@Test
	void aRefusalIsShownInItsOwnWords() {
		this.browser.server().answerText("", 403, "Set telemetry.viewer.remote=true to see traces from elsewhere.");
		this.browser.server()
			.answerText("/live", 403, "Set telemetry.viewer.remote=true to see traces from elsewhere.");
		this.browser.open();
		assertThat(this.browser.page().locator("#rows")).containsText("Set telemetry.viewer.remote=true");
	}

	@Test
	void anApplicationThatWasStartedAgainIsRead() {
		this.browser.server().list(ViewedTraces.quick(8, "GET /items/{id}", 200));
		this.browser.open();
		assertThat(this.browser.traces()).hasCount(1);
		this.browser.server()
			.answer("", 200, Map.of("service", "shop", "cursor", 3, "matched", 1, "traces",
					List.of(ViewedTraces.orderThatFailed())));
		assertThat(this.browser.traces()).hasCount(1);
		assertThat(this.browser.traces()).containsText(new String[] { "POST /orders" });
	}

	@Test
	void onAPhoneNothingIsWiderThanTheScreen() {
		this.browser.use(390, 844, ColorScheme.LIGHT);
		this.browser.server().list(ViewedTraces.orderThatFailed(), ViewedTraces.notKept(9));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(2);
		assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
	}

	@Test
	void wordsAreWholeWhateverTheWidthIsAndTheDurationIsSeenBesideALongReason() {
		Map<String, Object> trace = ViewedTraces.quick(8, "GET /items/{id}", 200);
		trace.putAll(Map.of("reason", "a-rule-of-the-application-with-a-long-name", "durationMicros", 86_399_000_000L));
		this.browser.server().live(ViewedTraces.live("open", Map.of("queue_full", 1_234_567)));
		this.browser.server().list(trace);
		for (int width : new int[] { 320, 390, 600, 700, 860 }) {
			this.browser.use(width, 844, ColorScheme.LIGHT);
			Page page = this.browser.open();
			this.browser.traces().first().waitFor();
			page.locator(".chart .value1").waitFor();
			assertThat((List<?>) page.evaluate("""
					[...document.querySelectorAll('.chart figcaption, .top button, #service, .trace .took')]
						.filter((element) => element.clientHeight > 100 || element.scrollWidth > element.clientWidth + 1
							|| element.getBoundingClientRect().right > innerWidth)
						.map((element) => element.outerHTML)""")).as("%s", width).isEmpty();
			assertThat(page.locator(".trace .main").boundingBox().width).isGreaterThan(100);
		}
	}

	@Test
	void darkAndLightFollowTheSystem() {
		this.browser.use(1000, 800, ColorScheme.DARK);
		Page page = this.browser.open();
		assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(15, 19, 24)");
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(255, 255, 255)");
	}

}
