package dev.telemetry.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;

/**
 * The standard output. Unlike {@code System.out} it says what cannot be written. Where
 * nobody reads any more, as after {@code | head}, the program is over, as others are.
 */
final class StandardOutput extends FilterOutputStream {

	StandardOutput() {
		super(new FileOutputStream(FileDescriptor.out));
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		try {
			this.out.write(bytes, offset, length);
		}
		catch (IOException ex) {
			if ("Broken pipe".equals(ex.getMessage())) {
				Runtime.getRuntime().halt(0);
			}
			throw ex;
		}
	}

}
