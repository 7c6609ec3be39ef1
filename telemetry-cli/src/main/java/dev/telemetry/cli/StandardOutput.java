package dev.telemetry.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard output. Unlike {@code System.out} it says what cannot be written. Where
 * nobody reads any more, as after {@code | head}, the program is over, as others are.
 */
final class StandardOutput extends FilterOutputStream {

	// Of the mode of a file.
	private static final int TYPE = 0170000;

	private static final int PIPE = 0010000;

	private static final int SOCKET = 0140000;

	StandardOutput() {
		super(new FileOutputStream(FileDescriptor.out));
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		try {
			this.out.write(bytes, offset, length);
		}
		catch (IOException ex) {
			// The message is in the language of the system.
			if ("Broken pipe".equals(ex.getMessage()) || isPipe()) {
				Runtime.getRuntime().halt(0);
			}
			throw ex;
		}
	}

	private static boolean isPipe() {
		try {
			int type = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & TYPE;
			return type == PIPE || type == SOCKET;
		}
		catch (IOException | RuntimeException ex) {
			// There is no such name.
			return false;
		}
	}

}
