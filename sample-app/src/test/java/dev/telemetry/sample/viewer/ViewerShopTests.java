package dev.telemetry.sample.viewer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.telemetry.sample.ShopCustomer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in front of the shop: from a failed order to its reason, with nothing between.
 * The pictures of the front page are made here:
 * {@code mvn -Pbrowser verify -pl sample-app
 * -am -Dtelemetry.docs.write=true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "telemetry.viewer.enabled=true", "telemetry.viewer.capture=all", "telemetry.sampling.ratio=0.0",
				"telemetry.otel.exporter=none", "telemetry.http.span-name=route",
				"telemetry.client.span-name=operation", "telemetry.client.services[localhost]=partner",
				"shop.stock.reconcile-every=1h" })
@Tag("browser")
@Timeout(120)
class ViewerShopTests {

	private static final Path IMAGES = Path.of("..", "docs", "images");

	@RegisterExtension
	private final ViewerBrowser browser = new ViewerBrowser();

	@LocalServerPort
	private int port;

	@Test
	void whyAnOrderFailedWhatWasLoggedAndWhyItWasKeptIsOnOnePage() {
		Page page = openFailedOrder();
		Locator answers = page.locator(".answers");
		assertThat(answers).containsText("PriceUnavailableException");
		assertThat(answers).containsText("The partner names no price for moonrock");
		assertThat(answers).containsText("Logged: Partner names no price for moonrock");
		assertThat(answers).containsText("POST /orders: Kept because it failed.");
		assertThat(this.browser.chosen()).containsText("/partner/prices/{item}");
		assertThat(page.locator(".lane .critical").first()).isVisible();
		assertThat(page.locator("#logs")).containsText("dev.telemetry.sample.pricing.PartnerPrices");
	}

	@Test
	void aTraceThatWasNotKeptIsThereWithTheReason() {
		new ShopCustomer(this.port).get("/items").expectStatus().isOk();
		new ShopCustomer(this.port).get("/items").expectStatus().isOk();
		Page page = open("#q=http.route%3D/items&reason=none");
		this.browser.traces().first().click();
		assertThat(page.locator(".answers")).containsText("Why it was not kept");
		assertThat(page.locator(".answers")).containsText("It is shown here only, and was not exported.");
	}

	@Test
	void whatIsSearchedForIsFound() {
		new ShopCustomer(this.port).order("moonrock", 1).expectStatus().isEqualTo(502);
		Page page = open("#q=moonrock&errors=true&reason=error&minDuration=soon");
		assertThat(page.locator("#refused")).isVisible();
		page.locator("#minDuration").fill("1ms");
		assertThat(this.browser.traces().first()).containsText("502");
		page.locator("#q").fill("moonrock -partner");
		assertThat(page.locator("#rows")).containsText("Nothing matches");
	}

	@Test
	void aTraceIsDownloadedAsOtlpAndForTheTraceViewerOfChrome() {
		Page page = openFailedOrder();
		assertThat(downloaded(page, "OTLP JSON")).endsWith(".json");
		assertThat(downloaded(page, "Chrome trace")).endsWith(".json");
	}

	private static String downloaded(Page page, String words) {
		Download download = page
			.waitForDownload(() -> page.locator("a[download]", new Page.LocatorOptions().setHasText(words)).click());
		assertThat(download.failure()).isNull();
		return download.suggestedFilename();
	}

	@Test
	void ratesAndTheStateAreShown() {
		new ShopCustomer(this.port).get("/items").expectStatus().isOk();
		Page page = open("");
		assertThat(page.locator("#exporters")).hasText("no exporter");
		assertThat(page.locator(".chart").first()).containsText("Requests a second");
		this.browser.press("s");
		assertThat(page.locator("#state")).containsText("Traces that are not kept are here too.");
	}

	@Test
	void thePicturesOfTheFrontPageAreMadeFromIt() throws IOException {
		draw("viewer.png", ColorScheme.LIGHT);
		draw("viewer-dark.png", ColorScheme.DARK);
	}

	private void draw(String name, ColorScheme scheme) throws IOException {
		this.browser.use(new Browser.NewContextOptions().setViewportSize(1040, 700)
			.setDeviceScaleFactor(1.25)
			.setColorScheme(scheme));
		byte[] picture = openFailedOrder()
			.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
		Path file = IMAGES.resolve(name);
		if (Boolean.getBoolean("telemetry.docs.write")) {
			// Packed better than by Chromium.
			ImageIO.write(ImageIO.read(new ByteArrayInputStream(picture)), "png", file.toFile());
		}
		assertThat(Files.size(file)).isBetween(50_000L, 200_000L);
	}

	private Page openFailedOrder() {
		new ShopCustomer(this.port).order("moonrock", 1).expectStatus().isEqualTo(502);
		open("#q=moonrock&errors=true");
		this.browser.traces().first().click();
		assertThat(this.browser.chosen()).isVisible();
		return this.browser.page();
	}

	private Page open(String hash) {
		this.browser.page().navigate("http://localhost:" + this.port + "/actuator/traces" + hash);
		return this.browser.page();
	}

}
