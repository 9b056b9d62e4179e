"""REST beside the page: the same record, the same filters, for pandas, spreadsheets and other people's pages."""
