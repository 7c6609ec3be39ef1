package dev.telemetry.sample.viewer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

/**
 * The Chromium of the operating system, started once for all tests. Nothing is
 * downloaded.
 */
final class Chromium {

	private static final List<String> USUAL = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/usr/bin/google-chrome");

	private static final Browser BROWSER = start();

	private Chromium() {
	}

	static Browser browser() {
		return BROWSER;
	}

	// It ends with the JVM: the driver is a child that sees its standard input close.
	private static Browser start() {
		PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
		Playwright playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		return playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(executable())
				.setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
	}

	private static Path executable() {
		return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), USUAL.stream())
			.filter(Objects::nonNull)
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(
					() -> new IllegalStateException("Chromium is needed: install it, or set CHROMIUM to its path"));
	}

}
