/**
 * Reports of jobs in Azure Blob Storage, stored with Azure's own client.
 */
@NullMarked
package dev.telemetry.autoconfigure.report.azure;

import org.jspecify.annotations.NullMarked;
