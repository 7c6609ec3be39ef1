package dev.telemetry.sample.viewer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser with a page of its own and a server behind it for each test. After each one,
 * nothing has broken the policy of the page, no script has failed, and no request has
 * left the host.
 */
final class ViewerBrowser implements BeforeEachCallback, AfterEachCallback {

	private static final String REPORT_VIOLATIONS = "document.addEventListener('securitypolicyviolation',"
			+ " (event) => console.error('Content Security Policy: ' + event.violatedDirective + ' ' + event.blockedURI));";

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private ViewerServer server;

	private BrowserContext context;

	private Page page;

	@Override
	public void beforeEach(ExtensionContext extension) throws Exception {
		this.failures.clear();
		this.requests.clear();
		this.server = new ViewerServer();
		use(new Browser.NewContextOptions().setViewportSize(1280, 900));
	}

	@Override
	public void afterEach(ExtensionContext extension) {
		this.context.close();
		this.context = null;
		this.server.close();
		assertThat(this.failures).isEmpty();
		assertThat(this.requests).allMatch((url) -> url.startsWith("http://localhost:") || url.startsWith("file:")
				|| url.startsWith("data:") || url.startsWith("blob:"));
	}

	/**
	 * Goes on with another kind of screen.
	 */
	void use(Browser.NewContextOptions options) {
		if (this.context != null) {
			this.context.close();
		}
		this.context = Chromium.browser().newContext(options);
		this.context.addInitScript(REPORT_VIOLATIONS);
		this.page = this.context.newPage();
		this.page.setDefaultTimeout(15_000);
		this.page.onPageError((error) -> this.failures.add("error: " + error));
		this.page.onDialog((dialog) -> {
			this.failures.add("dialog: " + dialog.message());
			dialog.dismiss();
		});
		this.page.onConsoleMessage((message) -> {
			if (message.text().contains("Content Security Policy") || message.text().contains("Trusted")) {
				this.failures.add(message.text());
			}
		});
		this.page.onRequest((request) -> this.requests.add(request.url()));
	}

	void use(int width, int height, ColorScheme scheme) {
		use(new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
	}

	ViewerServer server() {
		return this.server;
	}

	BrowserContext context() {
		return this.context;
	}

	Page page() {
		return this.page;
	}

	List<String> requests() {
		return this.requests;
	}

	Page open() {
		return open("");
	}

	Page open(String hash) {
		this.page.navigate(this.server.address() + hash);
		return this.page;
	}

	/**
	 * Opens a trace that the server has.
	 */
	Page open(Map<String, Object> trace) {
		open("#" + trace.get("traceId"));
		rows().first().waitFor();
		return this.page;
	}

	Locator traces() {
		return this.page.locator(".trace");
	}

	Locator rows() {
		return this.page.locator(".span");
	}

	Locator chosen() {
		return this.page.locator(".span.chosen");
	}

	Locator details() {
		return this.page.locator("#details");
	}

	void press(String... keys) {
		for (String key : keys) {
			this.page.keyboard().press(key);
		}
	}

}
