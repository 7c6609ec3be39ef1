package dev.telemetry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A timeline as the page of the viewer, with the report in it: one file, which asks
 * nobody for anything.
 */
final class HtmlTimeline {

	private static final String PAGE = "traces.html";

	private static final String DATA = "<script type=\"application/json\" id=\"data\">";

	private HtmlTimeline() {
	}

	static void write(JobSummary summary, SpanForest forest, PrintWriter out) throws IOException {
		String page = page();
		int data = page.indexOf(DATA);
		if (data < 0) {
			throw new IOException("the page has no place for a report");
		}
		int place = data + DATA.length();
		out.print(page.substring(0, place));
		// Nothing in it can end the element.
		out.print(ViewerTrace.json(summary, forest).replace("<", "\\u003c"));
		out.print(page.substring(place));
	}

	private static String page() throws IOException {
		try (InputStream page = HtmlTimeline.class.getResourceAsStream(PAGE)) {
			if (page == null) {
				throw new IOException("the page is not part of this jar");
			}
			return new String(page.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
