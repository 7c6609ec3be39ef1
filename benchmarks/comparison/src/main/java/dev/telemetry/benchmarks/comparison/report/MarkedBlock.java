package dev.telemetry.benchmarks.comparison.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a page between {@code <!-- name -->} and {@code <!-- /name -->}, which is
 * written by a program.
 *
 * @param page the page
 * @param name the name of the part
 */
record MarkedBlock(Path page, String name) {

	void write(String text) throws IOException {
		String content = Files.readString(this.page);
		String begin = "<!-- " + this.name + " -->";
		int from = content.indexOf(begin);
		int to = content.indexOf("<!-- /" + this.name + " -->");
		if (from < 0 || to < from) {
			throw new IOException(this.page.getFileName() + " has no part '" + this.name + "'");
		}
		Files.writeString(this.page,
				content.substring(0, from + begin.length()) + "\n\n" + text.strip() + "\n\n" + content.substring(to));
	}

}
