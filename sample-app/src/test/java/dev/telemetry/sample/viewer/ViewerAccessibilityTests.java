package dev.telemetry.sample.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * axe finds nothing to complain about, in light and in dark.
 */
@Tag("browser")
@Timeout(120)
class ViewerAccessibilityTests {

	private static final String RUN = """
			async () => (await axe.run(document)).violations.flatMap((violation) =>
				violation.nodes.map((node) => violation.id + ': ' + node.target + ' ' + node.failureSummary))""";

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@ParameterizedTest
	@EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
	void axeFindsNothingInTheList(ColorScheme scheme) throws IOException {
		this.browser.use(1280, 900, scheme);
		this.browser.server()
			.list(ViewedTraces.orderThatFailed(), ViewedTraces.quick(8, "GET /items/{id}", 200),
					ViewedTraces.notKept(9));
		this.browser.server().live(ViewedTraces.live("open", Map.of("queue_full", 3)));
		Page page = this.browser.open();
		assertThat(this.browser.traces()).hasCount(3);
		check(page);
		this.browser.press("s");
		check(page);
		this.browser.press("Escape", "?");
		check(page);
	}

	@ParameterizedTest
	@EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
	void axeFindsNothingInATrace(ColorScheme scheme) throws IOException {
		this.browser.use(1280, 900, scheme);
		Page page = show();
		check(page);
		this.browser.rows().first().click();
		check(page);
		page.locator("#find").fill("partner");
		check(page);
	}

	@ParameterizedTest
	@EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
	void axeFindsNothingOnAPhone(ColorScheme scheme) throws IOException {
		this.browser.use(390, 844, scheme);
		Page page = show();
		this.browser.rows().nth(1).click();
		check(page);
	}

	@ParameterizedTest
	@EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
	void axeFindsNothingWhereThereIsNothing(ColorScheme scheme) throws IOException {
		this.browser.use(1280, 900, scheme);
		Page page = this.browser.open();
		assertThat(page.locator("#rows")).containsText("No trace yet");
		check(page);
		this.browser.server().answer("/live", 500, Map.of("error", "out of order"));
		assertThat(page.locator("#offline")).isVisible();
		check(page);
		this.browser.open("#" + ViewedTraces.id(404));
		assertThat(page.locator("#main")).containsText("This trace is not here");
		check(page);
	}

	private Page show() {
		Map<String, Object> order = ViewedTraces.orderThatFailed();
		this.browser.server().list(List.of(order));
		return this.browser.open(order);
	}

	@SuppressWarnings("unchecked")
	private static void check(Page page) throws IOException {
		if (page.evaluate("typeof axe").equals("undefined")) {
			page.evaluate(axe());
		}
		assertThat((List<String>) page.evaluate(RUN)).isEmpty();
	}

	private static String axe() throws IOException {
		try (InputStream script = Objects
			.requireNonNull(ViewerAccessibilityTests.class.getResourceAsStream("/axe.min.js"))) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
